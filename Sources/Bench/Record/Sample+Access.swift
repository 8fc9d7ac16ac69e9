public import ALCFJSON

/// The members of a sample, one by one: see ``Fields``.
extension Sample {
    /// See ``Fields/sequence``.
    @inlinable public var sequence: Int {
        get { storage.fields.sequence }
        set { fields.sequence = newValue }
    }

    /// See ``Fields/phase``.
    @inlinable public var phase: Phase {
        get { storage.fields.phase }
        set { fields.phase = newValue }
    }

    /// See ``Fields/target``.
    @inlinable public var target: String {
        get { storage.fields.target }
        set { fields.target = newValue }
    }

    /// See ``Fields/run``.
    @inlinable public var run: Int {
        get { storage.fields.run }
        set { fields.run = newValue }
    }

    /// See ``Fields/block``.
    @inlinable public var block: Int {
        get { storage.fields.block }
        set { fields.block = newValue }
    }

    /// See ``Fields/position``.
    @inlinable public var position: Int {
        get { storage.fields.position }
        set { fields.position = newValue }
    }

    /// See ``Fields/slice``.
    @inlinable public var slice: Int? {
        get { storage.fields.slice }
        set { fields.slice = newValue }
    }

    /// See ``Fields/session``.
    @inlinable public var session: Int? {
        get { storage.fields.session }
        set { fields.session = newValue }
    }

    /// See ``Fields/rank``.
    @inlinable public var rank: Int? {
        get { storage.fields.rank }
        set { fields.rank = newValue }
    }

    /// See ``Fields/server``.
    @inlinable public var server: Int? {
        get { storage.fields.server }
        set { fields.server = newValue }
    }

    /// See ``Fields/promptID``.
    @inlinable public var promptID: String {
        get { storage.fields.promptID }
        set { fields.promptID = newValue }
    }

    /// See ``Fields/passageID``.
    @inlinable public var passageID: String {
        get { storage.fields.passageID }
        set { fields.passageID = newValue }
    }

    /// See ``Fields/trace``.
    @inlinable public var trace: RequestTimeline {
        get { storage.fields.trace }
        set { fields.trace = newValue }
    }

    /// See ``Fields/outcome``.
    @inlinable public var outcome: Outcome {
        get { storage.fields.outcome }
        set { fields.outcome = newValue }
    }

    /// See ``Fields/httpStatus``.
    @inlinable public var httpStatus: Int? {
        get { storage.fields.httpStatus }
        set { fields.httpStatus = newValue }
    }

    /// See ``Fields/errorMessage``.
    @inlinable public var errorMessage: String? {
        get { storage.fields.errorMessage }
        set { fields.errorMessage = newValue }
    }

    /// See ``Fields/tokens``.
    @inlinable public var tokens: TokenCounts {
        get { storage.fields.tokens }
        set { fields.tokens = newValue }
    }

    /// See ``Fields/finishReason``.
    @inlinable public var finishReason: String? {
        get { storage.fields.finishReason }
        set { fields.finishReason = newValue }
    }

    /// See ``Fields/model``.
    @inlinable public var model: String? {
        get { storage.fields.model }
        set { fields.model = newValue }
    }

    /// See ``Fields/systemFingerprint``.
    @inlinable public var systemFingerprint: String? {
        get { storage.fields.systemFingerprint }
        set { fields.systemFingerprint = newValue }
    }

    /// See ``Fields/serverTimings``.
    @inlinable public var serverTimings: JSONObject? {
        get { storage.fields.serverTimings }
        set { fields.serverTimings = newValue }
    }

    /// See ``Fields/answer``.
    @inlinable public var answer: String? {
        get { storage.fields.answer }
        set { fields.answer = newValue }
    }

    /// See ``Fields/score``.
    package var score: AnswerScore? {
        get { storage.fields.score }
        set { fields.score = newValue }
    }
}
