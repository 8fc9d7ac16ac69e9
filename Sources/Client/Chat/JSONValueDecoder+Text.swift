import ALCFJSON

extension JSONValueDecoder {
    /// The value of `type` in a text of JSON.
    ///
    /// - Parameter what: the text's name in messages, such as `the answer`.
    /// - Throws: ``ClientError`` with code `malformed`, which says what is wrong and where.
    func decode<T: Decodable>(_ type: T.Type, text: String, what: String) throws(ClientError) -> T {
        do {
            return try decode(type, from: try JSONValue(parsing: text))
        } catch let error as JSONError {
            throw ClientError(.malformed, "\(what): not JSON: \(error)", underlying: error)
        } catch let error as DecodingError {
            throw ClientError(.malformed, "\(what): \(error.sentence)", underlying: error)
        } catch {
            throw ClientError(.malformed, "\(what): \(error)", underlying: error)
        }
    }
}

extension DecodingError {
    /// Place, as in `steps[0].city`, and its fault.
    fileprivate var sentence: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return Self.sentence(context.codingPath, context.debugDescription)
        case .keyNotFound(let key, let context):
            return Self.sentence(context.codingPath + [key], "must be there, and is not")
        @unknown default: return "\(self)"
        }
    }

    private static func sentence(_ path: [any CodingKey], _ words: String) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
        return text.isEmpty ? words : "\(text) \(words)"
    }
}
