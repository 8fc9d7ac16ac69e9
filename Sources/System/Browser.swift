import Glibc

/// The user's web browser.
public enum Browser {
    /// Opens `url`, where there is a desktop to open it on; nothing happens elsewhere.
    ///
    /// - Parameter environment: tells whether there is a desktop, and whether it is in front of the user.
    public static func open(_ url: String, environment: [String: String]) {
        func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
        guard isSet("DISPLAY") || isSet("WAYLAND_DISPLAY"), !isSet("SSH_CONNECTION"), !isSet("SSH_TTY") else { return }
        let words = ["xdg-open", url]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Its chatter does not belong among ours.
        for stream in Int32(0)...2 { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0) }
        var id = pid_t()
        _ = posix_spawnp(&id, words[0], &actions, nil, &arguments, environ)
    }
}
