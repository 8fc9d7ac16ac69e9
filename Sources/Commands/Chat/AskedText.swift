import ALCFSystem

/// What the user asks: standard input, the files and an argument, in this order, with empty lines between.
struct AskedText {
    /// Empty where nothing was asked.
    let text: String

    /// Beyond this the gateway answers with an internal error.
    private static let limit = 10 << 20

    /// - Throws: ``UsageError`` for what cannot be read, or is no text.
    init(prompt: String?, files: [String]) throws {
        var parts: [String] = []
        if StandardInput.isSharedFile, prompt != nil || !files.isEmpty {
            Console.aside("What is left of the file on standard input is not read; to say so, add < /dev/null.")
        } else if !Terminal.isInteractive(.input) {
            guard let bytes = try Self.standardInput() else {
                throw UsageError(
                    "standard input has more than 10 MB, which the gateway does not take",
                    remedy: "Ask about a part of it.")
            }
            parts.append(try PlainText(bytes, path: nil).text)
        }
        for file in files {
            let bytes: [UInt8]
            do { bytes = try FileContents.input(file, limit: Self.limit) } catch {
                throw UsageError("\(error)", remedy: "Give a text file that you may read.")
            }
            parts.append(try PlainText(bytes, path: file).text)
        }
        if let prompt { parts.append(prompt) }
        text = parts.map(\.withoutTrailingWhitespace).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func standardInput() throws -> [UInt8]? {
        do { return try StandardInput.readAll(upTo: limit) } catch { throw UsageError("\(error)") }
    }
}

extension StringProtocol {
    /// The text up to its last character that is not white space.
    var withoutTrailingWhitespace: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
