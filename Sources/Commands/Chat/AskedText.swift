import ALCFSystem

/// The user's question: standard input, the files and an argument, in this order, with empty lines between.
struct AskedText {
    /// Empty where nothing was asked.
    let text: String

    /// Beyond this the gateway answers with an internal error.
    private static let limit = 10 << 20

    /// - Throws: ``UsageError`` for what cannot be read, or is no text.
    init(prompt: String?, files: [String]) async throws {
        var parts: [String] = []
        if StandardInput.isSharedFile, prompt != nil || !files.isEmpty {
            Console.aside(
                "The rest of the file on standard input is not read. To silence this warning, add < /dev/null.")
        } else if !Terminal.isInteractive(.input) {
            guard let bytes = try await Self.standardInput() else {
                throw UsageError(
                    "standard input has more than 10 MB, which is more than the gateway accepts",
                    remedy: "Send only a part of it.")
            }
            parts.append(try PlainText(bytes, path: nil).text)
        }
        for file in files {
            let bytes: [UInt8]
            // It may be a pipe, as `<(command)` is.
            do {
                bytes = try await BlockingWork.run { () throws(FileError) in
                    try FileContents.input(file, limit: Self.limit)
                }
            } catch {
                throw UsageError("\(error)", remedy: "Give a text file that you may read.")
            }
            parts.append(try PlainText(bytes, path: file).text)
        }
        if let prompt { parts.append(prompt) }
        text = parts.map(\.withoutTrailingWhitespace).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func standardInput() async throws -> [UInt8]? {
        do { return try await StandardInput.readAll(upTo: limit) } catch { throw UsageError("\(error)") }
    }
}

extension StringProtocol {
    /// The text up to its last character that is not white space.
    var withoutTrailingWhitespace: String {
        var text = Substring(String(self))
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
