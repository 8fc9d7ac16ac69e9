/// Something about a run that readers of its figures must know, and what to do about it.
package struct Warning: Sendable, Hashable {
    /// The kind of a warning.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The services were not real.
        case simulated
        /// The instrument was too coarse or too busy for what it measured.
        case invalidInstrument = "invalid_instrument"
        /// Requests failed.
        case failures
        /// Requests met a kept connection that the server had closed, and are not counted.
        case retiredConnections = "retired_connections"
        /// The server's certificate was not checked.
        case insecure
        /// A target has no answer at all.
        case noAnswers = "no_answers"
        /// The record ends in the middle of a line.
        case tornRecord = "torn_record"
        /// Processes that shared the run did not send all that they were to send.
        case lostRanks = "lost_ranks"
        /// The instrument of some of the processes that shared the run was too coarse or too busy.
        case invalidRanks = "invalid_ranks"
        /// The ratio of two targets was not the same at all machines that shared the run.
        case machinesDiffer = "machines_differ"
        /// Servers of a fleet answered nothing, while others did.
        case silentServers = "silent_servers"
        /// Lines of the record or of another tool's file could not be read.
        case unreadLines = "unread_lines"
        /// Requests that the tool which sent them ended itself are left out.
        case cancelledRequests = "cancelled_requests"
        /// Requests that the manifest announces are not in the record.
        case incompleteRun = "incomplete_run"
        /// Not the same model answered.
        case modelsDiffer = "models_differ"
        /// The same prompt was not counted as the same number of tokens.
        case promptTokensDiffer = "prompt_tokens_differ"
        /// Answers did not end for the same reasons.
        case finishReasonsDiffer = "finish_reasons_differ"
        /// Answers were not of the same length.
        case outputTokensDiffer = "output_tokens_differ"
        /// Answers were cut off at `max_tokens`.
        case truncatedAnswers = "truncated_answers"
        /// A content filter cut answers off, or withheld them.
        case filteredAnswers = "filtered_answers"
        /// Answers hold no text, but reasoning or calls of functions alone.
        case answersWithoutText = "answers_without_text"
        /// The service did not count tokens.
        case missingUsage = "missing_usage"
        /// Responses came at once, so there is no pace.
        case bufferedStream = "buffered_stream"
        /// Responses came in large portions, so there is no pace.
        case bundledStream = "bundled_stream"
        /// Tokens were counted that were never shown, or it cannot be told which were.
        case hiddenTokens = "hidden_tokens"
        /// First tokens were not of one kind: reasoning here, the answer there.
        case firstTokensDiffer = "first_tokens_differ"
        /// The first read brought several tokens, so the first token was made before it was seen.
        case firstBurst = "first_burst"
        /// Targets that were loaded at the same time may share what limits them.
        case sharedBottleneck = "shared_bottleneck"
        /// Latencies lie at multiples of a period.
        case quantisedLatency = "quantised_latency"
        /// Some latencies are far from the rest.
        case outliers
        /// The first request was much slower than the rest.
        case slowFirstRequest = "slow_first_request"
        /// The targets were measured one after the other, not in turns.
        case oneAfterTheOther = "one_after_the_other"
        /// The targets took turns too seldom for drift to be in none of their ratios.
        case fewTurns = "few_turns"
        /// Slices of an open loop were shorter than an answer.
        case shortSlices = "short_slices"
        /// Tokens were drawn at random without a seed, so that lengths of answers are chance.
        case unseededAnswers = "unseeded_answers"
        /// No request opened connections and filled caches before measuring began.
        case noWarmup = "no_warmup"
        /// Latency rose or fell during the run.
        case drift
        /// The ratio of two targets changed during the run.
        case ratioDrift = "ratio_drift"
        /// Prompts were served from a cache, by the service's count or by how fast they were when sent again.
        case cachedPrompts = "cached_prompts"
        /// The file of questions was not quite as it should be.
        case oddData = "odd_data"
        /// Several questions share the passage that they begin with.
        case sharedPassages = "shared_passages"
        /// The prompts were used up before the time was over.
        case promptsUsedUp = "prompts_used_up"
        /// Answers have more tokens than were allowed.
        case overTokenLimit = "over_token_limit"
        /// Answers are far shorter than what was asked for.
        case shorterThanAsked = "shorter_than_asked"
        /// Requests waited for the limit of requests in flight.
        case heldBack = "held_back"
    }

    /// Kind of the warning.
    package let kind: Kind
    /// The target it is about; nil where it is about the run.
    package let target: String?
    /// Observation, in a sentence.
    package let message: String
    /// Remedy.
    package let remedy: String

    /// A warning with these parts.
    package init(_ kind: Kind, target: String? = nil, _ message: String, remedy: String) {
        self.kind = kind
        self.target = target
        self.message = message
        self.remedy = remedy
    }
}
