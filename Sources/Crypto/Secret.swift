import COpenSSL

/// A text that must not be seen: a token, a code, a verifier, a client secret.
///
/// It prints as `***` however it is printed, and its bytes are wiped when the last copy goes away. Only
/// ``expose()`` gives the text out; search for that word to find every place that does.
public struct Secret: Sendable {
    private let storage: Storage

    /// A secret with this text.
    public init(_ text: String) { storage = Storage(Array(text.utf8)) }

    /// The text itself, for the one place that must send or store it.
    public func expose() -> String { String(decoding: storage.bytes, as: UTF8.self) }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { storage.bytes.isEmpty }

    private final class Storage: Sendable {
        // Wiped in `deinit`, when nobody else can see it; never changed before.
        @safe nonisolated(unsafe) private(set) var bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        deinit {
            unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
        }
    }
}

extension Secret: Hashable {
    /// Compares in a time that does not tell where the texts differ.
    public static func == (left: Secret, right: Secret) -> Bool {
        let (a, b) = (left.storage.bytes, right.storage.bytes)
        guard a.count == b.count else { return false }
        return unsafe CRYPTO_memcmp(a, b, a.count) == 0
    }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(storage.bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `***`.
    public var description: String { "***" }
    /// `***`.
    public var debugDescription: String { "***" }
    /// Nothing to be seen.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
