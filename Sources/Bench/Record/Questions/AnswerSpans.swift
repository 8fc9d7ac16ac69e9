import ALCFJSON

/// The places of answers in a passage: SQuAD's `answer_start`, which counts code points.
struct AnswerSpans {
    private let scalars: [Unicode.Scalar]
    /// The offset of each scalar in UTF-16; nil where it is that of the scalars.
    private let offsets: [Int: Int]?

    package init(_ context: String) {
        scalars = Array(context.unicodeScalars)
        guard scalars.contains(where: { $0.value > 0xFFFF }) else {
            offsets = nil
            return
        }
        var (offsets, offset) = ([Int: Int](), 0)
        for (index, scalar) in scalars.enumerated() {
            offsets[offset] = index
            offset += scalar.value > 0xFFFF ? 2 : 1
        }
        self.offsets = offsets
    }

    /// Returns the fault of an answer's stated place; nil if the answer is there.
    func oddity(_ answer: JSONValue) -> DataNotes.Kind? {
        guard let text = answer["text"]?.string, !text.isEmpty, let start = answer["answer_start"], !start.isNull else {
            return nil
        }
        let sought = Array(text.unicodeScalars)
        guard case .number(let place) = WholeNumber(start) else { return .misplaced }
        if holds(sought, at: place) { return nil }
        if let place = offsets?[place], holds(sought, at: place) { return .countedInUTF16 }
        return scalars.indices.contains { holds(sought, at: $0) } ? .misplaced : .absent
    }

    private func holds(_ sought: [Unicode.Scalar], at place: Int) -> Bool {
        place >= 0 && place <= scalars.count - sought.count
            && scalars[place..<place + sought.count].elementsEqual(sought)
    }
}

extension DataNotes.Kind {
    fileprivate static let misplaced = Self(
        noun: "answer", oddity: "whose answer_start does not fit the passage",
        consequence: "scoring needs the texts only")
    fileprivate static let countedInUTF16 = Self(
        noun: "answer", oddity: "whose answer_start counts UTF-16 and not code points",
        consequence: "scoring needs the texts only")
    fileprivate static let absent = Self(
        noun: "answer", oddity: "that is not in its passage", consequence: "it is accepted nevertheless")
}
