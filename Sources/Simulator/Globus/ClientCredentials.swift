import ALCFCrypto

/// The client that asks: a public one by its id in the form, a confidential one by `Authorization: Basic`.
struct ClientCredentials: Sendable {
    let id: String
    /// Whether the client has a secret. The simulator takes any, as long as it is not empty.
    let isConfidential: Bool

    /// Nil where no client is named, or its id is no UUID.
    init?(_ request: SimulatedRequest) {
        if let header = request.headers["authorization"] {
            let words = header.split(separator: " ")
            guard words.count == 2, words[0].lowercased() == "basic" else { return nil }
            guard let bytes = Base64.standard.decode(String(words[1])) else { return nil }
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            id = parts[0]
            isConfidential = true
        } else {
            guard let clientID = request.form["client_id"] else { return nil }
            id = clientID
            isConfidential = false
        }
        guard SimulatedGlobus.isUUID(id) else { return nil }
    }
}
