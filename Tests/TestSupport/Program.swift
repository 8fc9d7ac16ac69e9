import ALCFSystem
import Glibc

/// An executable, to be run as a user would run it.
public struct Program: Sendable {
    /// Absolute, or a name to look for in `PATH`.
    public let path: String

    /// The executable at that path, or of that name.
    public init(_ path: String) { self.path = path }

    /// The `alcf` that was built with the tests: SwiftPM puts it beside the test bundle's executable.
    public static var alcf: Program { Program("\(buildDirectory)/alcf") }

    /// `curl`, to see what really is on the wire.
    public static let curl = Program("curl")

    private static var buildDirectory: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - environment: the whole environment but for `PATH`, which is kept unless it is given; nothing else leaks in
    ///     from the machine that runs the tests.
    ///   - input: what it reads; then its input ends.
    ///   - timeout: in seconds; then it is killed.
    /// - Throws: ``SystemCallError`` where it does not start.
    public func run(
        _ arguments: [String] = [], environment: [String: String] = [:], input: String = "", timeout: Double = 120
    ) async throws -> ProgramResult {
        try await Self.turns.take {
            let running = try RunningProgram(self, arguments, environment: environment)
            running.write(input)
            running.closeInput()
            return try await running.result(timeout: timeout)
        }
    }

    /// Hundreds of tests begin at one time. Without turns their programs would have the processors for a minute, in
    /// which servers of other tests answer nothing.
    private static let turns = Turns(4 * ProcessUsage.cores)
}

/// How a program ended.
public struct ProgramResult: Sendable, Hashable {
    /// What it exited with; 128 plus the signal's number where one ended it, as a shell has it.
    public let exitCode: Int
    /// All of its standard output, as UTF-8.
    public let output: String
    /// All of its standard error, as UTF-8.
    public let errors: String
    /// Whether it had to be killed because time ran out.
    public let isTimedOut: Bool
}
