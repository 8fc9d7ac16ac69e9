/// Names that become a part of a path.
enum ClusterName {
    /// The name in lower case.
    static func check(_ name: String) throws(ClientError) -> String {
        let isPlain = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, !name.isEmpty else {
            throw ClientError(
                .usage, "'\(name)' is not the name of a cluster",
                remedy: "Run 'alcf list-endpoints' to see the clusters.")
        }
        return name.lowercased()
    }
}
