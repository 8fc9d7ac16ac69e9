public import ALCFJSON

/// A piece of what a message says.
public enum ContentPart: Sendable, Hashable, JSONEncodable {
    /// Words.
    case text(String)
    /// A picture.
    case image(ImageContent)
    /// Any other piece, sent as it is, such as SambaNova's `audio_content`.
    case other(JSONValue)

    /// JSON of the API.
    public var json: JSONValue {
        switch self {
        case .text(let text): return ["type": "text", "text": .string(text)]
        case .image(let image):
            var url: JSONObject = ["url": .string(image.url)]
            url["detail"] = image.detail.map { .string($0) }
            return ["type": "image_url", "image_url": .object(url)]
        case .other(let json): return json
        }
    }
}
