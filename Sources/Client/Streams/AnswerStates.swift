/// The state of a request's answers: which have begun, and which have ended. There are few as a rule: a word of bits
/// each.
struct AnswerStates {
    private var begun: UInt64 = 0
    private var finished: UInt64 = 0
    /// Those whose index is beyond a word.
    private var others: [Int: Bool] = [:]

    /// Whether there are answers.
    var isEmpty: Bool { begun == 0 && others.isEmpty }

    /// Whether there are answers, and all have ended.
    var areComplete: Bool {
        !isEmpty && begun == finished && others.values.allSatisfy(\.self)
    }

    /// - Parameters:
    ///   - answers: bit n for the answer with index n.
    ///   - finished: the same for those that have ended.
    mutating func note(_ answers: UInt64, finished: UInt64) {
        begun |= answers
        self.finished |= finished
    }

    mutating func note(_ index: Int, isFinished: Bool) {
        guard (0..<64).contains(index) else {
            others[index] = isFinished || others[index] == true
            return
        }
        note(1 << UInt64(index), finished: isFinished ? 1 << UInt64(index) : 0)
    }
}
