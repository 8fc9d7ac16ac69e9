public import ALCFCrypto
import Synchronization

/// The passphrase of the encrypted token file: asked for once, when it is needed, and not before. Callers that need it
/// while it is being asked for wait for the same answer.
public final class Passphrase: Sendable {
    private struct Known {
        var text: Secret?
        var parameters: Scrypt?
        var key: [UInt8] = []
    }

    private let source: @Sendable (_ isNew: Bool) async throws -> Secret
    /// Number of times that a wrong passphrase may be entered.
    let tries: Int
    /// Told that it was wrong, and is asked for once more.
    let onWrong: @Sendable () -> Void
    private let known = Mutex(Known())
    private let question = SingleFlight<Secret>()

    /// - Parameters:
    ///   - tries: how often it is asked for where it turns out to be wrong; a command would only print the same again.
    ///   - onWrong: told that it was wrong, and is asked for once more.
    ///   - source: gets it from the user; told whether it is a new one, which is better typed twice.
    public init(
        tries: Int = 1, onWrong: @escaping @Sendable () -> Void = {},
        _ source: @escaping @Sendable (_ isNew: Bool) async throws -> Secret
    ) {
        self.tries = tries
        self.onWrong = onWrong
        self.source = source
    }

    /// A passphrase that cannot be had: every use throws.
    public static let none = Passphrase { _ in
        throw AuthError(
            .passphraseNeeded, "the token file is encrypted, and its passphrase is not known",
            remedy: "Name a command that prints it: export ALCF_PASSPHRASE_COMMAND='pass show alcf'")
    }

    /// Number of callers that wait for the answer.
    var waitingCount: Int { question.waitingCount }

    /// The key that follows from it, of ``EncryptedTokens/keyLength`` bytes. Derived once: it takes a tenth of a
    /// second.
    func key(_ parameters: Scrypt) async throws -> [UInt8] {
        let held = known.withLock { $0.parameters == parameters ? $0.key : nil }
        if let held { return held }
        return try await derive(parameters, isNew: false)
    }

    /// The parameters and the key to write with: those that were read with, else new ones.
    func keyForWriting() async throws -> (Scrypt, [UInt8]) {
        let held = known.withLock { known in known.parameters.map { ($0, known.key) } }
        if let held { return held }
        let parameters = try Scrypt.fresh()
        return (parameters, try await derive(parameters, isNew: true))
    }

    /// Forgets the passphrase that `key` follows from: it was wrong. Returns false where that was done before, and
    /// perhaps another one is known by now.
    func forget(_ key: [UInt8]) -> Bool {
        known.withLock { known in
            guard known.key == key else { return false }
            known = Known()
            return true
        }
    }

    private func derive(_ parameters: Scrypt, isNew: Bool) async throws -> [UInt8] {
        let text = try await text(isNew: isNew)
        let key = try parameters.key(text, length: EncryptedTokens.keyLength)
        known.withLock { $0 = Known(text: text, parameters: parameters, key: key) }
        return key
    }

    private func text(isNew: Bool) async throws -> Secret {
        if let text = known.withLock({ $0.text }) { return text }
        return try await question.run { [self] in
            // It may have been answered between the look and the question.
            if let text = known.withLock({ $0.text }) { return text }
            let text = try await source(isNew)
            guard !text.isEmpty else {
                throw AuthError(.passphraseNeeded, "an empty passphrase protects nothing", remedy: "Give one.")
            }
            known.withLock { $0 = Known(text: text) }
            return text
        }
    }
}
