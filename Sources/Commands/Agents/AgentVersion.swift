import ALCFSystem

/// The version of an agent that is installed.
enum AgentVersion {
    /// Seconds that a program may take to say it.
    static let patience = 5.0

    /// Returns the first number that `PROGRAM --version` prints; nil where it is not installed or says none.
    static func major(of program: String) async -> Int? {
        guard let process = try? HelperProcess([program, "--version"]) else { return nil }
        let line = await process.firstLine(within: patience)
        await process.stop()
        return line.flatMap(major(in:))
    }

    /// Returns the number before the first point that follows digits, as in `opencode 1.4.2`.
    static func major(in line: String) -> Int? {
        for word in line.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
            if word.contains("."), let number = word.split(separator: ".").first.flatMap({ Int($0) }) { return number }
        }
        return nil
    }
}
