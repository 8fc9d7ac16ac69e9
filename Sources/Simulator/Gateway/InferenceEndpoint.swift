/// A route of a cluster that a model answers.
enum InferenceEndpoint: String, Sendable {
    case chat = "chat/completions"
    case completions
    case embeddings
    case responses

    /// The field that says what is asked.
    var promptField: String {
        switch self {
        case .chat: "messages"
        case .completions: "prompt"
        case .embeddings, .responses: "input"
        }
    }
}

extension SimulatedCluster {
    /// The endpoints that it serves, as in `/list-endpoints`.
    var endpoints: [InferenceEndpoint] {
        switch self {
        case .metis: [.chat, .completions, .responses]
        case .sophia: [.chat, .completions, .embeddings, .responses]
        }
    }
}
