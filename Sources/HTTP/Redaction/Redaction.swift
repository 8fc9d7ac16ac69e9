public import ALCFCrypto

/// Takes secrets out of foreign text: of a server's words, libcurl's, or the environment's.
///
/// A secret is found as it was sent, with its case changed, percent-encoded, escaped as in JSON or HTML, cut into lines
/// or with other characters in between, in hexadecimal, and in base64 of any alignment, alone or within something else
/// such as `user:secret`. A piece of twelve bytes is enough, so that a truncated echo is found too. Everything is
/// compared by bytes: a combining mark behind a secret does not hide it. The user information of URLs goes as well:
/// ``URLUserInfo``.
public struct Redaction: Sendable {
    /// Text in the place of a secret.
    public static let mark = "***"

    /// Fewest bytes in which a piece of a long secret is found: in a document, less is never taken out.
    public static let shortestPiece = Needles.piece

    private var needles: Needles

    /// Takes out these; without any, only the user information of URLs. Of fewer than four bytes no secret is looked
    /// for.
    public init(_ secrets: [Secret] = []) {
        needles = Needles(secrets)
    }

    /// Takes out what either takes out.
    public static func + (left: Redaction, right: Redaction) -> Redaction {
        var sum = left
        sum.needles.formUnion(right.needles)
        return sum
    }

    /// Words about an exchange, with ``mark`` in the place of every secret and of the user information of every URL.
    public func callAsFunction(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let result = replaced(URLUserInfo.removed(from: bytes), shortest: 0)
        return result == bytes ? text : String(decoding: result, as: UTF8.self)
    }

    /// A document, such as an answer, with ``mark`` in the place of every secret of twelve bytes or more. Nothing else
    /// is changed: shorter secrets are words that an answer may well hold. JSON stays JSON.
    public func withoutSecrets(_ bytes: [UInt8]) -> [UInt8] { replaced(bytes, shortest: Needles.piece) }

    /// The same of a text.
    public func withoutSecrets(_ text: String) -> String {
        guard text.utf8.count >= Needles.piece, !isEmpty else { return text }
        let bytes = Array(text.utf8)
        let result = withoutSecrets(bytes)
        return result == bytes ? text : String(decoding: result, as: UTF8.self)
    }

    /// Whether there are no secrets to be looked for.
    public var isEmpty: Bool { needles.shortest == nil }

    /// Returns the places of secrets, in order; nil for none.
    ///
    /// - Parameter shortest: what is shorter is not looked for.
    private func ranges(in bytes: [UInt8], shortest: Int) -> [Range<Int>]? {
        guard let least = needles.shortest, bytes.count >= max(least, shortest) else { return nil }
        var isSecret: [Bool] = []
        func mark(_ range: Range<Int>) {
            if isSecret.isEmpty { isSecret = Array(repeating: false, count: bytes.count) }
            for index in range { isSecret[index] = true }
        }
        func look(_ part: Range<Int>) {
            RedactionLayer(Array(bytes[part])).forEach(for: max(least, shortest)) { layer in
                for range in needles.ranges(in: layer.bytes, shortest: shortest) {
                    let origin = layer.origin(of: range)
                    mark(part.lowerBound + origin.lowerBound..<part.lowerBound + origin.upperBound)
                }
            }
        }
        if let runs = RedactionLayer.encodedRuns(in: bytes, for: max(least, shortest)) {
            for range in needles.ranges(in: bytes, shortest: shortest) { mark(range) }
            for run in runs { look(run) }
        } else {
            look(bytes.indices)
        }
        guard !isSecret.isEmpty else { return nil }
        Self.completeEscapes(in: bytes, &isSecret)
        var ranges: [Range<Int>] = []
        for index in isSecret.indices where isSecret[index] {
            if let last = ranges.last, last.upperBound == index {
                ranges[ranges.count - 1] = last.lowerBound..<index + 1
            } else {
                ranges.append(index..<index + 1)
            }
        }
        return ranges
    }

    /// Marks all of each escape of JSON of which a part is marked: its last digits may pass for the beginning of
    /// base64, and without them it would be no escape.
    private static func completeEscapes(in bytes: [UInt8], _ isSecret: inout [Bool]) {
        /// The code unit of an escape `\uXXXX` at `start`; nil where none stands there.
        func unit(_ start: Int) -> UInt16? {
            guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u")
            else { return nil }
            return UInt16(String(decoding: bytes[start + 2..<start + 6], as: UTF8.self), radix: 16)
        }
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "\\")) {
            var end = min(start + 2, bytes.count)
            if let high = unit(start) {
                end = start + 6
                // Half of a pair is none either.
                if high & 0xFC00 == 0xD800, let low = unit(end), low & 0xFC00 == 0xDC00 { end += 6 }
            }
            if isSecret[start..<end].contains(true) { for place in start..<end { isSecret[place] = true } }
            index = end
        }
    }

    private func replaced(_ bytes: [UInt8], shortest: Int) -> [UInt8] {
        guard let ranges = ranges(in: bytes, shortest: shortest) else { return bytes }
        var result: [UInt8] = []
        var start = 0
        for range in ranges {
            result += bytes[start..<range.lowerBound] + Array(Self.mark.utf8)
            start = range.upperBound
        }
        return result + bytes[start...]
    }
}
