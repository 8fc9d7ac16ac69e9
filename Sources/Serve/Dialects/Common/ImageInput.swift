import ALCFJSON

/// Images in a request.
enum ImageInput {
    /// Returns the part of a message that shows an image.
    ///
    /// - Parameters:
    ///   - url: address, or a `data:` URL with the image itself.
    ///   - place: path of the image in the request.
    ///   - circumstances: facts of the model.
    /// - Throws: ``ServedError`` for a model that takes no images.
    static func part(
        url: String, detail: String? = nil, at place: String, _ circumstances: TranslationCircumstances
    ) throws(ServedError) -> JSONValue {
        let kinds = circumstances.modalities
        guard kinds.isEmpty || kinds.contains("image") else {
            throw ServedError(
                .invalidRequest,
                "'\(place)' is an image, and '\(circumstances.model)' takes \(kinds.joined(separator: ", ")) alone. "
                    + "Leave the image out, or choose a model that takes images.",
                code: "unsupported_image", parameter: place)
        }
        var image: JSONObject = ["url": .string(url)]
        // The other words are of newer servers than these.
        if let detail, ["low", "high", "auto"].contains(detail) { image["detail"] = .string(detail) }
        return ["type": "image_url", "image_url": .object(image)]
    }

    /// Returns a `data:` URL.
    static func dataURL(type: String, base64: String) -> String { "data:\(type);base64,\(base64)" }
}
