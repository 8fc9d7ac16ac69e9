public import ALCFJSON

/// Many requests in one file, to be worked off on Sophia when there is room.
public struct BatchRequest: Sendable, Hashable {
    /// The model's name as the cluster knows it.
    public var model: String
    /// Path of the requests on the cluster's file system: lines of JSON in OpenAI's batch format, at most 150,000.
    public var inputFile: String
    /// Folder for the results; nil for the service's own folder.
    public var outputFolder: String?

    /// A batch.
    public init(model: String, inputFile: String, outputFolder: String? = nil) {
        self.model = model
        self.inputFile = inputFile
        self.outputFolder = outputFolder
    }

    /// The body to send; the gateway takes no field besides.
    public var body: JSONObject {
        var body: JSONObject = ["input_file": .string(inputFile), "model": .string(model)]
        body["output_folder_path"] = outputFolder.map { .string($0) }
        return body
    }
}
