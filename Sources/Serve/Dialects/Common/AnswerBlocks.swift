import ALCFJSON

/// The parts of an answer in the order in which a client is shown them: one at a time, each whole before the next.
///
/// Pieces of a part that is not its turn yet wait.
struct AnswerBlocks {
    /// A part of an answer.
    struct Block {
        /// Kind of the part, with what is known of it when it begins.
        let kind: Kind
        /// Text, or the arguments of a call, as far as it came.
        fileprivate(set) var text = ""
        /// Tokens of the text with their probabilities, where they were asked for.
        fileprivate(set) var logprobs: [JSONValue] = []
        /// Length of the text when it was last looked at, and whether it was an object then.
        fileprivate var judged: (length: Int, isObject: Bool) = (-1, false)
    }

    /// Kind of a part.
    enum Kind: Hashable {
        case reasoning
        case text
        case refusal
        case call(number: Int, id: String, name: String)
    }

    /// A step of the answer; the number is that of the block.
    enum Step {
        case begin(Int)
        case piece(Int, String, logprobs: [JSONValue])
        case end(Int)
    }

    /// In the order in which they began.
    private(set) var blocks: [Block] = []
    /// Number of the block whose turn it is; that of no block yet before the first.
    private var open = 0
    private var isOpen = false
    private var hasEnded = false

    /// Adds a piece, and returns the steps that it allows.
    mutating func add(_ kind: Kind, _ text: String, logprobs: [JSONValue] = []) -> [Step] {
        let number = place(of: kind)
        blocks[number].text += text
        blocks[number].logprobs += logprobs
        if number == open, isOpen {
            let step = text.isEmpty && logprobs.isEmpty ? [] : [Step.piece(number, text, logprobs: logprobs)]
            return step + advance()
        }
        return number < open ? [] : advance()
    }

    /// Returns the steps that end the answer.
    mutating func finish() -> [Step] {
        hasEnded = true
        return advance()
    }

    private mutating func place(of kind: Kind) -> Int {
        let found: Int? =
            switch kind {
            case .call: blocks.lastIndex { $0.kind == kind }
            default: blocks.last?.kind == kind ? blocks.count - 1 : nil
            }
        if let found { return found }
        blocks.append(Block(kind: kind))
        return blocks.count - 1
    }

    private mutating func advance() -> [Step] {
        var steps: [Step] = []
        while open < blocks.count {
            let block = blocks[open]
            if !isOpen {
                isOpen = true
                steps.append(.begin(open))
                if !block.text.isEmpty || !block.logprobs.isEmpty {
                    steps.append(.piece(open, block.text, logprobs: block.logprobs))
                }
            }
            guard hasEnded || open + 1 < blocks.count && isWhole(open) else { break }
            steps.append(.end(open))
            isOpen = false
            open += 1
        }
        return steps
    }

    /// Whether nothing more can come of a block once another has begun.
    private mutating func isWhole(_ number: Int) -> Bool {
        guard case .call = blocks[number].kind else { return true }
        let length = blocks[number].text.utf8.count
        // Pieces of a later call come by the thousand, and say nothing of this one.
        if blocks[number].judged.length != length {
            blocks[number].judged = (length, JSONText.isObject(blocks[number].text))
        }
        return blocks[number].judged.isObject
    }
}
