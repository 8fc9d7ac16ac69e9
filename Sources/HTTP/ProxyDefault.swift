import ALCFSystem
import Synchronization

/// The proxy that the program's user has set as a default: for where the environment says nothing about one.
package struct ProxyDefault: Sendable, Hashable {
    /// Its address, without user and password.
    package let address: String
    /// The place it is from, for errors.
    package let source: String

    /// A default.
    package init(address: String, source: String) {
        self.address = address
        self.source = source
    }

    private static let finder = Mutex<(@Sendable () -> ProxyDefault?)?>(nil)

    /// Says where the default is found. It is looked for once, before the first request to another machine.
    package static func find(by find: @escaping @Sendable () -> ProxyDefault?) { finder.withLock { $0 = find } }

    /// The default of this process; nil for none.
    static let current: ProxyDefault? = finder.withLock { $0 }?()

    /// The address to give to libcurl for a URL; nil where libcurl is to look into the environment.
    static func address(for url: HTTPURL) -> String? {
        guard !url.isLoopback, !(url.isTLS ? isNamedForTLS : isNamedForPlain) else { return nil }
        return current?.address
    }

    private static let isNamedForTLS = ProxySetting.isNamed(isTLS: true, ProcessEnvironment.value)
    private static let isNamedForPlain = ProxySetting.isNamed(isTLS: false, ProcessEnvironment.value)
}
