/// An answer taken apart into what is compared: words as SQuAD's script has them, or characters of Chinese, Japanese
/// and Korean.
struct AnswerUnits {
    /// The comparison of an answer with one accepted answer.
    package struct Comparison {
        /// Whether nothing differs.
        package let isSame: Bool
        /// Whether the accepted answer's units follow each other in the answer; never where there are none.
        let isHeld: Bool
        /// The harmonic mean of precision and recall of shared units, 0 to 1.
        package let f1: Double

        package init<Unit: Hashable>(_ answer: [Unit], _ accepted: [Unit]) {
            isSame = answer == accepted
            isHeld = Self.holds(answer, accepted)
            var left = Dictionary(accepted.map { ($0, 1) }, uniquingKeysWith: +)
            var same = 0
            for unit in answer {
                if let count = left[unit], count > 0 {
                    left[unit] = count - 1
                    same += 1
                }
            }
            guard same > 0 else {
                f1 = 0
                return
            }
            let precision = Double(same) / Double(answer.count)
            let recall = Double(same) / Double(accepted.count)
            f1 = 2 * precision * recall / (precision + recall)
        }

        /// Whether `part` stands in `whole`. By Knuth, Morris and Pratt, since either may be of any length and repeat
        /// itself: no unit of the answer is looked at again from the start of the part.
        private static func holds<Unit: Hashable>(_ whole: [Unit], _ part: [Unit]) -> Bool {
            guard !part.isEmpty, part.count <= whole.count else { return false }
            // For each beginning of the part, how much of its end is a beginning of the part too.
            var borders = [0]
            borders.reserveCapacity(part.count)
            var length = 0
            for unit in part.dropFirst() {
                while length > 0, part[length] != unit { length = borders[length - 1] }
                if part[length] == unit { length += 1 }
                borders.append(length)
            }
            length = 0
            for unit in whole {
                while length > 0, part[length] != unit { length = borders[length - 1] }
                if part[length] == unit { length += 1 }
                if length == part.count { return true }
            }
            return false
        }
    }

    private let answer: String
    private let isCJK: Bool

    /// - Parameter isCJK: whether the question is Chinese, Japanese or Korean; an accepted answer may be in any case.
    package init(_ answer: String, isCJK: Bool) {
        self.answer = answer
        self.isCJK = isCJK
    }

    /// Compares it with each of the accepted answers.
    package func compared(with accepted: [String]) -> [Comparison] {
        var (words, units): ([[Unicode.Scalar]]?, [String]?)
        return accepted.map { text in
            guard isCJK || CJKText.prevails(in: text) else {
                let own = words ?? SquadMetric.words(answer)
                words = own
                return Comparison(own, SquadMetric.words(text))
            }
            let own = units ?? CJKText.units(answer)
            units = own
            return Comparison(own, CJKText.units(text))
        }
    }
}
