import Glibc

/// The descriptors that tests have open beside the three that a program is given.
enum OpenDescriptors {
    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt

    /// The function of glibc 2.34 and newer that closes all at once: Swift's module of glibc does not show it.
    private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }

    /// Has a program that a test starts close them: a connection would not end for the other side as long as a program
    /// of another test has it.
    static func close(in actions: inout posix_spawn_file_actions_t) {
        if let closeFrom, closeFrom(&actions, 3) == 0 { return }
        // Each that is named costs a copy of those before it.
        for number in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, number) }
    }
}
