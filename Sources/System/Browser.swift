import Glibc

/// The user's web browser.
package enum Browser {
    /// Opens `url`, where there is a desktop to open it on; nothing happens elsewhere.
    ///
    /// - Parameter environment: tells whether there is a desktop, and whether it is in front of the user.
    package static func open(_ url: String, environment: [String: String]) {
        func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
        guard isSet("DISPLAY") || isSet("WAYLAND_DISPLAY"), !isSet("SSH_CONNECTION"), !isSet("SSH_TTY") else { return }
        // Its chatter does not belong among ours.
        let silence = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(silence) }
        let child = try? ChildProcess.start(["xdg-open", url], input: silence, output: silence, errors: silence)
        if let child { ChildProcess.collectLater(child) }
    }
}
