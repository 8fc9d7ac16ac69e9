import ALCFSystem

/// The command line as it was given, of which Swift shows what is not UTF-8 as U+FFFD.
enum ArgumentBytes {
    /// - Throws: ``UsageError`` for an argument that would be sent otherwise than it was given.
    static func check(_ arguments: [String]) throws(UsageError) {
        guard arguments.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }),
            let bytes = try? FileContents.input("/proc/self/cmdline", limit: 64 << 20)
        else { return }
        for (index, argument) in bytes.split(separator: 0, omittingEmptySubsequences: false).enumerated() {
            guard let fault = UTF8Fault(Array(argument)) else { continue }
            throw UsageError(
                "argument \(index) is not UTF-8: \(fault.isCut ? fault.sentence : "it holds the byte 0x\(String(fault.byte, radix: 16, uppercase: true))")",
                remedy: "Set the terminal and the shell to UTF-8, as in: export LC_ALL=C.UTF-8")
        }
    }
}
