import ALCFClient
import ALCFJSON
import ALCFSystem

/// A JSON schema that answers are to keep to.
struct AnswerSchema: Sendable {
    /// What the server is told.
    let format: ResponseFormat

    /// Reads a schema from a file, bare or in the wrapping that the API has (`name`, `schema`, `strict`).
    ///
    /// - Throws: ``UsageError`` where the file cannot be read, or is no JSON object.
    init(path: String) throws {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: String(decoding: try FileContents(path: path).bytes, as: UTF8.self))
        } catch let error as FileError {
            throw UsageError("the schema cannot be read: \(error)")
        } catch {
            throw UsageError("the schema '\(path)' is not JSON: \(error)")
        }
        guard json.object != nil else {
            throw UsageError("the schema '\(path)' must be a JSON object, and is \(json.kind)")
        }
        let wrapped = json["json_schema"] ?? json
        if let name = wrapped["name"]?.string, let schema = wrapped["schema"] {
            format = .schema(name, schema, strict: wrapped["strict"]?.bool ?? true)
        } else {
            format = .schema(Self.name(json["title"]?.string), json)
        }
    }

    /// What the API takes for a name.
    private static func name(_ title: String?) -> String {
        let name = (title ?? "").unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "_"
        }
        return name.isEmpty ? "answer" : String(name.prefix(64))
    }

    /// Whether an answer is JSON at all: servers do not always keep the promise.
    ///
    /// - Throws: ``ClientError`` with code `malformed`.
    static func check(_ answer: String) throws {
        do { _ = try JSONValue(parsing: answer) } catch {
            throw ClientError(
                .malformed, "the answer is not JSON: \(error)",
                remedy: "Say in the question that JSON is wanted, allow more tokens, or try another model.")
        }
    }
}
