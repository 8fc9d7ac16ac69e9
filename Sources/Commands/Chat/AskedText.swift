import ALCFSystem

/// What the user asks: standard input, a file and an argument, in this order, with empty lines between.
struct AskedText {
    /// Empty where nothing was asked.
    let text: String

    /// Beyond this the gateway answers with an internal error.
    private static let limit = 10 << 20

    init(prompt: String?, file: String?) throws {
        var parts: [String] = []
        if StandardInput.isSharedFile, prompt != nil || file != nil {
            Console.aside("What is left of the file on standard input is not read; to say so, add < /dev/null.")
        } else if !Terminal.isInteractive(.input) {
            guard let bytes = try Self.standardInput() else {
                throw UsageError(
                    "standard input has more than 10 MB, which the gateway does not take",
                    remedy: "Ask about a part of it.")
            }
            parts.append(String(decoding: bytes, as: UTF8.self))
        }
        if let file {
            do { parts.append(String(decoding: try FileContents.input(file, limit: Self.limit), as: UTF8.self)) } catch
            {
                throw UsageError("\(error)", remedy: "Give a text file that you may read.")
            }
        }
        if let prompt { parts.append(prompt) }
        text = parts.map(\.withoutTrailingWhitespace).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func standardInput() throws -> [UInt8]? {
        do { return try StandardInput.readAll(upTo: limit) } catch { throw UsageError("\(error)") }
    }
}

extension String {
    /// The text up to its last character that is not white space.
    var withoutTrailingWhitespace: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
