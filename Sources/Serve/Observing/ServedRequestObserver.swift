/// A reader of what passes through the local server.
package protocol ServedRequestObserver: Sendable {
    /// Called once a request has ended, in any thread; must not block for long.
    func ended(_ request: ServedRequest)
}
