/// The file that questions or prompts are from, as records name it.
package struct DataOrigin: Sendable {
    /// Name in errors and reports.
    package let name: String
    /// SHA-256 of its bytes, unpacked, in hexadecimal.
    package let sha256: String
    /// Address that it was fetched from; nil for a local file.
    package let url: String?

    package init(name: String, sha256: String, url: String?) {
        self.name = name
        self.sha256 = sha256
        self.url = url
    }

    /// The name of the data set: that of a well-known file by its hash, else the file's own.
    var dataSetName: String { Self.wellKnown.contains(sha256) ? "SQuAD" : name }

    /// train-v1.1.json, dev-v1.1.json, train-v2.0.json and dev-v2.0.json of https://rajpurkar.github.io/SQuAD-explorer.
    private static let wellKnown: Set = [
        "3527663986b8295af4f7fcdff1ba1ff3f72d07d61a20f487cb238a6ef92fd955",
        "95aa6a52d5d6a735563366753ca50492a658031da74f301ac5238b03966972c9",
        "68dcfbb971bd3e96d5b46c7177b16c1a4e7d4bdef19fb204502738552dede002",
        "80a5225e94905956a6446d296ca1093975c4d3b3260f1d6c8f68bc2ab77182d8",
    ]

    /// Returns the manifest's description of the data set.
    ///
    /// - Parameters:
    ///   - version: as the file states it.
    ///   - notes: what was unexpected in it.
    package func dataSet(version: String = "", notes: [String] = []) -> RunManifest.DataSet {
        RunManifest.DataSet(
            name: dataSetName, version: version, sha256: sha256, count: 0, passages: 0, source: name, url: url,
            notes: notes)
    }
}
