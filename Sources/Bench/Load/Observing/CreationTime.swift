package import ALCFJSON

/// The member `created` of answers: whole seconds to every client of OpenAI's API, and seconds with a fraction from
/// some servers.
package enum CreationTime {
    private static let key = Array("\"created\":".utf8)
    /// Bytes of an event within which the member is looked for.
    private static let reach = 256

    /// Takes the fraction out of an event's text, in place.
    ///
    /// - Parameter start: place where the event begins.
    /// - Returns: whether there was one.
    @discardableResult
    static func makeWhole(_ bytes: inout [UInt8], from start: Int) -> Bool {
        let end = min(bytes.count, start + reach)
        var place = start
        while place + key.count < end {
            guard bytes[place] == key[0], bytes[place..<place + key.count].elementsEqual(key) else {
                place += 1
                continue
            }
            place += key.count
            while place < end, (0x30...0x39).contains(bytes[place]) || bytes[place] == 0x20 { place += 1 }
            guard place < end, bytes[place] == UInt8(ascii: ".") else { return false }
            let point = place
            place += 1
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
            bytes.removeSubrange(point..<place)
            return true
        }
        return false
    }

    /// Returns a document with whole seconds.
    package static func whole(_ json: JSONValue) -> JSONValue {
        guard var object = json.object, case .double(let seconds)? = object["created"],
            let whole = Int(exactly: seconds.rounded(.down))
        else { return json }
        object["created"] = .int(whole)
        return .object(object)
    }
}
