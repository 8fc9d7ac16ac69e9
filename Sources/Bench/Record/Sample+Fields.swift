public import ALCFJSON

extension Sample {
    /// The members of a sample.
    public struct Fields: Sendable, Hashable {
        /// Counts the requests of the run in the order they were scheduled, from 0.
        public var sequence: Int
        /// Whether it is measured.
        public var phase: Phase
        /// The target's name, as in the manifest.
        public var target: String
        /// Number of the repetition of the prompts, from 1.
        public var run: Int
        /// The block: requests of one block have the same prompt, follow each other, and are compared with each other.
        public var block: Int
        /// The target's place in the order of its slice, from 0: the order is drawn at random.
        public var position: Int
        /// The slice of the run, from 1, within which the targets took turns; 0 for warm-up, nil where the record does
        /// not say: see ``Slices``.
        @CompactCount public var slice: Int?
        /// Number of the merged record that it is from, from 1; nil if none were merged.
        @CompactCount public var session: Int?
        /// The rank that sent it, from 0; nil where a single process sent all.
        @CompactCount public var rank: Int?
        /// Place of the server that it was sent to, from 0, in the target's ``RunManifest/Target/servers``; nil where
        /// the target is one server.
        @CompactCount public var server: Int?
        /// The prompt's identifier, as in the manifest.
        public var promptID: String
        /// The passage's identifier: see ``Question/passageID``.
        public var passageID: String
        /// Times of its parts.
        public var trace: RequestTimeline
        /// Outcome.
        public var outcome: Outcome

        /// The HTTP status, where there was one.
        @CompactCount public var httpStatus: Int?
        /// Description of the error in a sentence, without secrets.
        public var errorMessage: String?
        /// Tokens as the service counted them.
        public var tokens = TokenCounts()
        /// Reason that the model stopped, in the service's word.
        public var finishReason: String?
        /// The model that the service says has answered.
        public var model: String?
        /// The service's `system_fingerprint`.
        public var systemFingerprint: String?
        /// Durations that the service reported itself, under its own names.
        public var serverTimings: JSONObject?
        /// The answer, without reasoning.
        public var answer: String?
        /// Score of the answer; nil for none, which counts as ``AnswerScore/zero``.
        package var score: AnswerScore?

        /// A sample of which the rest is not known yet.
        public init(
            sequence: Int, phase: Phase, target: String, run: Int, block: Int, position: Int, promptID: String,
            passageID: String, trace: RequestTimeline, outcome: Outcome
        ) {
            self.sequence = sequence
            self.phase = phase
            self.target = target
            self.run = run
            self.block = block
            self.position = position
            self.promptID = promptID
            self.passageID = passageID
            self.trace = trace
            self.outcome = outcome
        }
    }
}
