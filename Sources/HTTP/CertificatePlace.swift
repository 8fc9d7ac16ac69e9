/// A place where certificates were looked for in vain.
package struct CertificatePlace: Sendable, Hashable {
    /// The path of a file or folder.
    let path: String
    let state: State

    /// The reason that nothing was read there.
    enum State: Sendable, Hashable, CaseIterable {
        case missing, unreadable, empty

        /// The state of such places, in words.
        var words: String {
            switch self {
            case .missing: "not there"
            case .unreadable: "there, but not to be read"
            case .empty: "without a certificate under a name of OpenSSL's"
            }
        }
    }

    /// Returns all places by their states, in words.
    static func words(_ places: [CertificatePlace]) -> String {
        State.allCases.compactMap { state in
            let paths = places.filter { $0.state == state }.map(\.path)
            return paths.isEmpty ? nil : "\(state.words): \(paths.joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}
