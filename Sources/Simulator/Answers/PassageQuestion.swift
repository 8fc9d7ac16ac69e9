/// A prompt of the form `Context: …`, `Question: …`, `Answer:`.
struct PassageQuestion: Sendable {
    let question: String
    private let sentences: [String]

    /// Nil where the prompt has another form.
    init?(prompt: String) {
        guard let context = prompt.firstRange(of: "Context:"),
            let question = prompt.ranges(of: "Question:").last, context.upperBound <= question.lowerBound
        else { return nil }
        let rest = prompt[question.upperBound...]
        let end = rest.ranges(of: "Answer:").last?.lowerBound ?? rest.endIndex
        self.question = Self.trimmed(rest[..<end])
        sentences = Self.sentences(of: Self.trimmed(prompt[context.upperBound..<question.lowerBound]))
        guard !sentences.isEmpty else { return nil }
    }

    /// The passage, whatever stands around it.
    var passage: String { sentences.joined(separator: " ") }

    /// The question's first words.
    var shortQuestion: String { question.split(whereSeparator: \.isWhitespace).prefix(25).joined(separator: " ") }

    /// The sentences, those first that share most words with the question; of equal ones the earlier.
    var rankedSentences: [String] {
        let asked = Set(Self.words(question).filter { $0.count > 2 && !Self.common.contains($0) })
        let scored = sentences.enumerated().map { index, sentence in
            (index, sentence, Set(Self.words(sentence)).intersection(asked).count)
        }
        return scored.sorted { $0.2 != $1.2 ? $0.2 > $1.2 : $0.0 < $1.0 }.map(\.1)
    }

    /// The phrase of a sentence that an answer would be: the longest run of numbers or capitalised words that the
    /// question does not hold; numbers first where it asks for a time or a quantity.
    func span(of sentence: String) -> String? {
        let asked = Set(Self.words(question))
        var runs: [[Substring]] = []
        var run: [Substring] = []
        func close() {
            // "of" and "the" join names but do not end them.
            while let last = run.last, Self.joining.contains(String(last)) { run.removeLast() }
            if !run.isEmpty { runs.append(run) }
            run = []
        }
        for (index, word) in sentence.split(separator: " ").enumerated() {
            let bare = Self.bare(word)
            let isName = (bare.first?.isUppercase ?? false) || (bare.first?.isNumber ?? false)
            // A sentence's first word has its capital from where it stands, unless it is a name after all.
            let counts =
                isName && !asked.contains(bare.lowercased())
                && (index > 0 || !Self.common.contains(bare.lowercased()))
            guard counts || (!run.isEmpty && Self.joining.contains(String(bare))) else {
                close()
                continue
            }
            // A bracket or a quotation mark before the word begins another phrase, a comma after it ends this one.
            if word.first != bare.first { close() }
            run.append(bare)
            if word.last != bare.last { close() }
        }
        close()
        let wantsNumber = ["when", "how many", "how much", "what year", "which year", "how long"].contains {
            question.lowercased().contains($0)
        }
        let numbers = runs.filter { $0.contains { $0.contains(where: \.isNumber) } }
        let candidates = wantsNumber && !numbers.isEmpty ? numbers : runs
        let texts = candidates.map { $0.joined(separator: " ") }
        return texts.reduce(nil as String?) { best, text in (best?.count ?? 0) >= text.count ? best : text }
    }

    // MARK: Words

    private static let joining: Set<String> = ["of", "the", "and", "de", "von"]

    private static let common: Set<String> = [
        "the", "and", "was", "were", "are", "did", "does", "for", "from", "with", "that", "this", "what", "when", "who",
        "which", "where", "how", "many", "much", "why", "has", "had", "have", "into", "its", "their", "his", "her",
        "in", "on", "at", "it", "he", "she", "they", "by", "as", "an", "a", "of", "to", "is", "but", "after", "before",
        "one", "these", "those", "there", "some", "most", "other", "than",
    ]

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func bare(_ word: Substring) -> Substring {
        let isOuter: (Character) -> Bool = { !$0.isLetter && !$0.isNumber && $0 != "%" && $0 != "$" }
        var bare = word.drop(while: isOuter)
        while let last = bare.last, isOuter(last) { bare.removeLast() }
        return bare
    }

    private static func trimmed(_ text: Substring) -> String {
        let front = text.drop(while: \.isWhitespace)
        return String(front.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Splits after `.`, `?` and `!` before a blank, but not after an initial, as in `J. S. Bach`.
    private static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var sentence = ""
        for character in text {
            guard character.isWhitespace else {
                sentence.append(character)
                continue
            }
            let lastWord = sentence.split(separator: " ").last ?? ""
            let isInitial = lastWord.count == 2 && lastWord.first?.isUppercase == true
            if let last = sentence.last, ".?!".contains(last), !isInitial {
                sentences.append(sentence)
                sentence = ""
            } else if !sentence.isEmpty {
                sentence.append(" ")
            }
        }
        return sentence.isEmpty ? sentences : sentences + [sentence]
    }
}
