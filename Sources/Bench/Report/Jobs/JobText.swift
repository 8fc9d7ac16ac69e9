/// Parts that all scripts of batch jobs and calendars have in common.
package enum JobText {
    /// Returns lines as comments.
    package static func comments(_ lines: [String]) -> String { lines.map { "# \($0)\n" }.joined() }

    /// Returns a time as batch systems take it, as in `01:30:00`.
    package static func walltime(seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// Returns a job's name, made from the name of its experiment.
    ///
    /// Older versions of PBS take 15 characters.
    package static func jobName(_ name: String) -> String { String("alcf-\(name)".prefix(15)) }

    /// Returns the names among `names` that can be a variable's: they may come from others, and go to a shell.
    package static func variables(_ names: [String]) -> [String] {
        names.filter { name in
            !name.isEmpty && name.utf8.first.map { !isDigit($0) } == true
                && name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        }
    }

    /// Returns whether a word can stand in a line of options to a batch system.
    ///
    /// Batch systems take such lines apart by rules of their own, and not by those of a shell.
    package static func isOptionWord(_ word: String) -> Bool {
        (1...256).contains(word.utf8.count) && word.utf8.first != UInt8(ascii: "-")
            && word.utf8.allSatisfy { isLetter($0) || isDigit($0) || "._:@+-/=,".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
    }
}
