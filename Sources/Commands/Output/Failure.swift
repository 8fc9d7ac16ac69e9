import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFServe
import ALCFSimulator
import ALCFSystem

/// An error as the user meets it: one line that says what is wrong, one that says what to do, and an exit code.
struct Failure {
    let message: String
    let remedy: String?
    let exitCode: Int32
    /// Words before the message, as they are: which of several processes says it.
    private var origin = ""

    /// Exit codes, after `sysexits.h`.
    enum ExitCode {
        static let failed: Int32 = 1
        static let usage: Int32 = 64
        static let unavailable: Int32 = 69
        static let tryAgain: Int32 = 75
        static let signIn: Int32 = 77
        static let interrupted: Int32 = 130
    }

    /// Nil for errors that are none of ours: see ``CommandLineMistake``.
    init?(_ error: any Error) {
        switch error {
        case let error as RankFailure:
            guard let failure = Failure(error.underlying) else { return nil }
            self = failure
            origin = "rank \(error.rank.index): "
        case let error as FleetFailure:
            guard let failure = Failure(error.underlying) else { return nil }
            self.init(
                "the server '\(error.server)' of '\(error.fleet)' is not there: \(failure.message)",
                "Start it, or take its line out of the file of --target-list.", failure.exitCode)
        case let error as AuthError:
            self.init(error.message, error.remedy, Failure.code(of: error.code))
        case let error as ClientError:
            // Nothing answered at all, however that shows.
            let isUnreached = (error.underlying as? HTTPError)?.code == .timeoutConnect
            self.init(
                error.message, error.remedy, isUnreached ? ExitCode.unavailable : Failure.code(of: error.category))
        case let error as HTTPError:
            let isUsage = error.code == .invalidURL || error.code == .invalidProxy
            self.init(
                error.message, error.remedy,
                isUsage ? ExitCode.usage : ExitCode.unavailable)
        case let error as BenchError:
            self.init(error.message, error.remedy, Failure.code(of: error))
        case let error as SimulatorError:
            let isInput = error.code == .invalidFault || error.code == .invalidConfiguration
            self.init(error.message, error.remedy, isInput ? ExitCode.usage : ExitCode.failed)
        case let error as UsageError:
            self.init(error.message, error.remedy, ExitCode.usage)
        case let error as ServeError:
            self.init(error.message, error.remedy, error.code == .cannotListen ? ExitCode.usage : ExitCode.failed)
        case let error as FileError:
            self.init("\(error)", nil, error.isNotFound ? ExitCode.usage : ExitCode.failed)
        case let error as NothingSet:
            self.init(error.message, nil, ExitCode.failed)
        case is CancellationError:
            self.init("interrupted", nil, ExitCode.interrupted)
        default:
            return nil
        }
    }

    private init(_ message: String, _ remedy: String?, _ exitCode: Int32) {
        // The last look at it: what libcurl, a server or a variable said may quote a URL with its password.
        self.message = Redaction.proxies(message)
        self.remedy = remedy
        self.exitCode = exitCode
    }

    /// The lines for standard error.
    ///
    /// - Parameters:
    ///   - width: the terminal's columns; nil for none.
    ///   - words: those of the command line, without the commands: a name among them stays as it was given.
    func text(
        colour: Bool, width: Int? = Terminal.width(.error),
        words: [String] = Array(CommandWords.path(of: Array(CommandLine.arguments.dropFirst())).rest)
    ) -> String {
        let mark = "Error: "
        var lines = [
            TextStyle.red.applied(to: mark, where: colour)
                + PlainWrap.lines(origin + sentence(message, words), width: width, used: mark.count)
        ]
        if let remedy { lines.append("  " + PlainWrap.lines(sentence(remedy, words), width: width, used: 2)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Returns the text with a capital and a full stop, unless it ends in a command or a name that users may copy.
    private func sentence(_ text: String, _ words: [String]) -> String {
        let text = text.safeForTerminal
        // A name is left as it is: `js.json`, `/tmp`, `SQuAD`.
        let isWord =
            text.prefix { $0 != " " }.allSatisfy { ("a"..."z").contains($0) || ",:'".contains($0) }
            && !words.contains { Self.isName($0, at: text) }
        let isCopied = PlainWrap.command(in: text) != nil || text.split(separator: " ").last?.contains("://") == true
        let end = text.hasSuffix(".") || isCopied || text.hasSuffix("?") ? "" : "."
        return (isWord ? text.prefix(1).uppercased() + text.dropFirst() : text) + end
    }

    /// Whether a text begins with a word of the command line, or with the value of an option there.
    private static func isName(_ word: String, at text: String) -> Bool {
        [word[...], word.drop { $0 != "=" }.dropFirst()].contains { name in
            !name.isEmpty && text.hasPrefix(name) && text.dropFirst(name.count).first.map { " ,:".contains($0) } ?? true
        }
    }

    private static func code(of code: AuthError.Code) -> Int32 {
        switch code {
        case .signInNeeded, .tokenRejected, .givenTokenRejected, .signInFailed, .codeRefused, .identityMismatch,
            .passphraseNeeded:
            ExitCode.signIn
        case .unavailable: ExitCode.unavailable
        case .fileLocked: ExitCode.tryAgain
        case .misconfigured: ExitCode.usage
        default: ExitCode.failed
        }
    }

    /// Returns usage for arguments that are wrong or missing, and unavailable for anything that could not be fetched.
    private static func code(of error: BenchError) -> Int32 {
        if error.code == .unavailable { return ExitCode.unavailable }
        if error.code == .studyNotDue || error.code == .studyBusy { return ExitCode.tryAgain }
        if error.code == .dataSet, let cause = error.underlying as? HTTPError, cause.code != .invalidURL {
            return ExitCode.unavailable
        }
        let arguments: Set<BenchError.Code> = [
            .dataSet, .tooFewQuestions, .objective, .primary, .export, .condition, .fileExists, .otherRun, .instrument,
            .plot, .merging, .notContinuable, .rank,
        ]
        let isArgument = arguments.contains(error.code)
        let isMissing = (error.underlying as? FileError)?.isNotFound == true
        return isArgument || isMissing ? ExitCode.usage : ExitCode.failed
    }

    /// The code of a run in which nothing was answered.
    static func code(of samples: [Sample]) -> Int32 {
        let outcomes = samples.filter { $0.outcome != .cancelled && $0.outcome != .skipped }.map(\.outcome)
        let unreached: Set<Outcome> = [.dns, .connect, .tls, .timeoutConnect]
        return !outcomes.isEmpty && outcomes.allSatisfy(unreached.contains) ? ExitCode.unavailable : ExitCode.failed
    }

    private static func code(of category: ClientError.Category) -> Int32 {
        switch category {
        case .usage: ExitCode.usage
        case .unavailable: ExitCode.unavailable
        case .tryAgain: ExitCode.tryAgain
        case .signIn: ExitCode.signIn
        case .failed: ExitCode.failed
        }
    }
}

/// The command line asks for something that makes no sense.
struct UsageError: RemediedError {
    let message: String
    let remedy: String?

    init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }
}
