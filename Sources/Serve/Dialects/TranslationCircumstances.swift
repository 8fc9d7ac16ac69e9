/// The facts that a translation needs beyond the request.
package struct TranslationCircumstances: Sendable {
    /// Model as the client named it, which the answer repeats.
    package var model: String
    /// Kinds of input that the model takes, such as `text` and `image`; empty where that is not known.
    package var modalities: [String]
    /// Reasoning efforts that the model knows; empty where that is not known.
    package var efforts: [String]
    /// Time of the request in seconds since 1970.
    package var time: Double
    /// Text that no other request has, from which the ids of the answer are made.
    package var id: String

    /// The facts.
    package init(model: String, modalities: [String] = [], efforts: [String] = [], time: Double, id: String) {
        self.model = model
        self.modalities = modalities
        self.efforts = efforts
        self.time = time
        self.id = id
    }
}
