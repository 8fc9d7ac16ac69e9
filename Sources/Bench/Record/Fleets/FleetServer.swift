/// One of the servers that are a target together: an element of the member `servers` of a target in the manifest.
public struct FleetServer: Sendable, Hashable {
    /// Its name in tables.
    public var name: String
    /// Address of its requests; without user, password or query.
    public var url: String

    /// A server.
    public init(name: String, url: String) {
        self.name = name
        self.url = url
    }
}

extension FleetServer: RecordObject {
    /// Nothing is known.
    package static var blank: FleetServer { FleetServer(name: "", url: "") }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("name", &name)
        try members.required("url", &url)
    }
}
