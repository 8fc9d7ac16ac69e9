/// A reasoning and an answer, each as its tokens: joined, they give the text.
struct Answer: Sendable, Hashable {
    var reasoning: [String]
    var content: [String]

    /// Splits a text into pieces that stand for tokens: a word with the blank before it, long words in parts, so that
    /// English comes out at about four characters a piece.
    static func tokens(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in text {
            let startsWord = character.isWhitespace && !piece.isEmpty
            let isPunctuation = !character.isLetter && !character.isNumber && !character.isWhitespace
            if startsWord || piece.count >= 7 || (isPunctuation && !piece.isEmpty) {
                pieces.append(piece)
                piece = ""
            }
            piece.append(character)
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }
}
