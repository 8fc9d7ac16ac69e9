import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// The command lines that help texts, the README and the documents show, as a shell takes them apart: a new one is found by itself.
struct Examples {
    /// One call of the program.
    struct Call: CustomTestStringConvertible, Sendable {
        /// The words behind `alcf`.
        let arguments: [String]
        /// Where it is shown.
        let place: String
        /// Whether it stands in a sentence, and not in a block of its own.
        let isMention: Bool
        var testDescription: String { "\(place): alcf " + arguments.joined(separator: " ") }
    }

    /// All of them. Where something is left out (`…`), a line is a form and no example.
    static func all() async throws -> [Call] {
        var calls: [Call] = []
        for (place, script, isMention) in try await documents() + helpTexts() {
            calls += try await Self.calls(in: script, place, isMention: isMention)
        }
        return calls
    }

    /// The folder of the package.
    static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

    // MARK: Where they are

    private static func documents() async throws -> [(String, String, Bool)] {
        let list = try await Program("/bin/sh").run(["-c", "ls \(root)/README.md \(root)/docs/*.md"]).output
        var found: [(String, String, Bool)] = []
        for path in list.split(separator: "\n") {
            let text = String(decoding: try FileContents(path: String(path)).bytes, as: UTF8.self)
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            // Every second part is a block, and begins with its language.
            var prose = ""
            for (index, part) in text.split(separator: "```", omittingEmptySubsequences: false).enumerated() {
                if index % 2 == 0 {
                    prose += part
                } else if part.hasPrefix("sh\n") {
                    found.append((name, String(part.dropFirst(3)), false))
                } else if part.hasPrefix("console\n") {
                    found.append((name, typed(in: part), false))
                }
            }
            for (index, span) in prose.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            where index % 2 == 1 && span.hasPrefix("alcf ") && !span.contains("…") {
                found.append((name, String(span.replacing("\n", with: " ")), true))
            }
        }
        return found
    }

    /// The lines of a block that are typed, behind `$ `, with those that continue them.
    private static func typed(in block: Substring) -> String {
        var lines: [Substring] = []
        var goesOn = false
        for line in block.split(separator: "\n") where goesOn || line.hasPrefix("$ ") {
            lines.append(goesOn ? line : line.dropFirst(2))
            goesOn = line.hasSuffix("\\")
        }
        return lines.joined(separator: "\n")
    }

    private static func helpTexts() async throws -> [(String, String, Bool)] {
        let dump = try await Program.alcf.run(["--experimental-dump-help"])
        let json = try JSONValue(parsing: dump.output)
        return helpTexts(try #require(json["command"]), under: "help of")
    }

    private static func helpTexts(_ command: JSONValue, under path: String) -> [(String, String, Bool)] {
        let path = "\(path) \(command["commandName"]?.string ?? "?")"
        let lines = (command["discussion"]?.string ?? "").split(separator: "\n").map { line in
            let line = line.drop { $0 == " " }
            // What is said of it stands some blanks behind.
            return line.split(separator: "   ").first ?? line
        }
        let shown = lines.filter { $0.hasPrefix("alcf ") || $0.contains("| alcf ") }
        return shown.map { (path, String($0), false) }
            + (command["subcommands"]?.array ?? []).flatMap { helpTexts($0, under: path) }
    }

    // MARK: What they say

    /// Runs a script with a program in the place of `alcf` that notes its arguments, and with no other program.
    private static func calls(
        in script: String, _ place: String, isMention: Bool
    ) async throws -> [Call] {
        let folder = try TemporaryDirectory()
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("…") }
        // A shell wants the files that are read.
        for line in lines {
            for part in line.split(separator: " < ").dropFirst() {
                let name = part.prefix { $0 != " " }
                try AtomicFile.write([], to: folder.file(String(name)), permissions: 0o644)
            }
        }
        let stub = """
            #!/bin/sh
            for word in "$@"; do printf '%s\\036' "$word"; done >> "$CALLS"
            printf '\\035' >> "$CALLS"
            """
        try AtomicFile.write(Array(stub.utf8), to: folder.file("bin/alcf"), permissions: 0o755)
        let text = "cd \(folder.path)\n" + lines.joined(separator: "\n")
        _ = try await Program("/bin/sh").run(
            ["-c", text], environment: ["PATH": folder.file("bin"), "CALLS": folder.file("calls")], timeout: 20)
        let noted = (try? FileContents(path: folder.file("calls")).bytes) ?? []
        return noted.split(separator: 0x1D, omittingEmptySubsequences: false).dropLast().map { call in
            Call(
                arguments: call.split(separator: 0x1E, omittingEmptySubsequences: false).dropLast().map {
                    String(decoding: $0, as: UTF8.self)
                }, place: place, isMention: isMention)
        }
    }
}
