/// The settings of the local server where nothing else is said.
package enum ServeDefaults {
    /// Port on 127.0.0.1.
    package static let port = 8814
    /// The most bytes of a request's body: more than the service itself takes.
    package static let largestBody = 20 << 20
    /// The most bytes of a request's head.
    package static let largestHead = 64 << 10
    /// The most bytes of a model's name.
    package static let longestName = 512
    /// The most connections at one time: others on this machine can open some too.
    package static let connections = 4096
    /// The most requests at one time.
    package static let simultaneous = 2048
}
