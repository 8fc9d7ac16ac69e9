/// A reader of other people's bytes, with the rules that hold whatever they are.
struct FuzzTarget: Sendable {
    /// Its name, which is that of its folder of seeds.
    let name: String
    /// Words of its format, besides those that the seeds hold.
    let words: [String]
    /// Number of inputs that a test tries in a debug build: fewer where one takes long.
    let tried: Int
    /// Reads the bytes, and throws ``Broken`` where a rule does not hold.
    let check: @Sendable ([UInt8]) async throws -> Void

    init(
        _ name: String, words: [String] = [], tried: Int = 200,
        check: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        self.name = name
        self.words = words
        self.tried = tried
        self.check = check
    }

    /// Every target, the quick ones first.
    static let all: [FuzzTarget] =
        streams + texts + errors + signIn + settings + serve + dataSets + records + reports + network
}

/// A rule that does not hold.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// Throws ``Broken`` unless `condition` holds.
func demand(_ condition: @autoclosure () throws -> Bool, _ rule: @autoclosure () -> String) throws {
    guard try condition() else { throw Broken(description: rule()) }
}

/// Throws ``Broken`` unless the two are equal.
func demandEqual<T: Equatable>(_ one: T, _ other: T, _ rule: String) throws {
    guard one == other else { throw Broken(description: "\(rule): \(one) and \(other)") }
}
