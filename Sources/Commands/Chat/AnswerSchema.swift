import ALCFClient
import ALCFJSON
import ALCFSystem

/// A JSON schema that answers are to keep to.
struct AnswerSchema: Sendable {
    /// Format that is sent to the server.
    let format: ResponseFormat
    /// The schema itself.
    let schema: JSONValue

    /// Reads a schema from a file, bare or in the wrapping that the API has (`name`, `schema`, `strict`).
    ///
    /// - Throws: ``UsageError`` where the file cannot be read, or is no JSON object.
    init(path: String) throws {
        let json: JSONValue
        do {
            let bytes = try FileContents.input(path, limit: 4 << 20)
            json = try JSONValue(parsing: try PlainText(bytes, path: path, use: "…").text)
        } catch let error as UsageError {
            throw error
        } catch let error as FileError {
            throw UsageError("the schema cannot be read: \(error)")
        } catch {
            throw UsageError("the schema '\(path)' is not JSON: \(error)")
        }
        guard json.object != nil else {
            throw UsageError("the schema '\(path)' must be a JSON object, and is \(json.kind)")
        }
        let wrapped = json["json_schema"] ?? json
        if let name = wrapped["name"]?.string, let inner = wrapped["schema"] {
            schema = inner
            format = .schema(name, inner, strict: wrapped["strict"]?.bool ?? true)
        } else {
            schema = json
            format = .schema(Self.name(json["title"]?.string), json)
        }
    }

    /// Returns a name that the API accepts.
    private static func name(_ title: String?) -> String {
        let name = (title ?? "").unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "_"
        }
        return name.isEmpty ? "answer" : String(name.prefix(64))
    }

    /// Whether an answer keeps to the schema, as far as ``SchemaCheck`` looks: servers do not always keep the promise.
    ///
    /// - Throws: ``ClientError`` with code `malformed`.
    func check(_ answer: String) throws {
        let remedy = "Describe the format in the question, allow more tokens, or try another model."
        let json: JSONValue
        do { json = try JSONValue(parsing: answer) } catch {
            throw ClientError(.malformed, "the answer is not JSON: \(error)", remedy: remedy)
        }
        guard let violation = SchemaCheck(json, schema: schema).violation else { return }
        throw ClientError(.malformed, "the answer does not follow the schema: \(violation)", remedy: remedy)
    }
}
