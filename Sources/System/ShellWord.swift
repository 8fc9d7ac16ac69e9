extension String {
    /// The text as one word of a shell command.
    package var shellQuoted: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: ","):
                    true
                default: false
                }
            }
        guard !isPlain else { return self }
        // By scalars: with a combining mark behind it, a quotation mark is another character and still ends the word.
        var quoted = "'"
        for scalar in unicodeScalars {
            if scalar == "'" { quoted += "'\\'" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }
}
