/// A request, read to its end.
struct SimulatedRequest: Sendable {
    var method: String
    /// The path as sent, without the query.
    var path: String
    var query: FormFields = FormFields()
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    init(
        _ method: String, target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = String(parts.first ?? "/")
        query = parts.count > 1 ? FormFields(decoding: parts[1]) : FormFields()
        self.headers = Dictionary(headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        self.body = body
    }

    /// The body as a form.
    var form: FormFields { FormFields(decoding: String(decoding: body, as: UTF8.self)) }
}
