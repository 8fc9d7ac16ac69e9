/// A YAML file that a marked block is put into; nothing else of it is touched.
package struct YAMLDocument: Sendable {
    /// The text with all changes.
    package private(set) var text: EditedText
    private var outline: YAMLOutline

    /// Reads a file; no bytes are an empty one.
    ///
    /// - Throws: ``SettingsFault`` where it is not understood well enough to be edited.
    package init(_ bytes: [UInt8]) throws(SettingsFault) {
        text = EditedText(bytes)
        outline = try YAMLOutline(bytes)
        _ = try marked()
    }

    /// Whether nothing is set in it.
    package var isEmpty: Bool { outline.members.isEmpty }

    /// Lines between the marks, without their indentation; nil where there are none.
    package var blockLines: [String]? {
        guard let range = try? marked() else { return nil }
        let indent = self.line(range.lowerBound).prefix { $0 == " " }.count
        return range.dropFirst().dropLast().map { String(self.line($0).dropFirst(indent)) }
    }

    /// Writes a block, in the place of one that is there.
    ///
    /// - Throws: ``SettingsFault`` where the file sets one of the block's members elsewhere, or has the list in a form
    ///   that is not edited; nothing is changed then.
    package mutating func setBlock(_ block: YAMLBlock) throws(SettingsFault) {
        var copy = self
        try copy.put(block)
        self = copy
    }

    /// Takes the block out; that there is none is no error.
    package mutating func removeBlock() throws(SettingsFault) {
        var copy = self
        try copy.takeOut()
        self = copy
    }

    // MARK: - Looking

    private func line(_ number: Int) -> String { YAMLOutline.text(of: outline.lines[number], in: text.bytes) }

    /// Numbers of the block's lines, the marks among them.
    private func marked() throws(SettingsFault) -> Range<Int>? {
        func places(of mark: String) -> [Int] {
            outline.lines.indices.filter { line($0).trimmingBlanks == mark }
        }
        let (begins, ends) = (places(of: YAMLBlock.begin), places(of: YAMLBlock.end))
        guard let damaged = (begins + ends).min() else { return nil }
        guard begins.count == 1, ends.count == 1, begins[0] < ends[0] else {
            throw fault("the marks of 'alcf agent configure' are damaged: there must be one of each", at: damaged)
        }
        return begins[0]..<ends[0] + 1
    }

    private func fault(_ reason: String, at line: Int) -> SettingsFault {
        SettingsFault(reason, at: outline.lines[line].lowerBound, in: text.bytes)
    }

    // MARK: - Changing

    private mutating func put(_ block: YAMLBlock) throws(SettingsFault) {
        if try marked() != nil {
            try replaceInPlace(block)
            return
        }
        guard let list = block.list else {
            for key in try YAMLOutline(Array(block.lines.joined(separator: "\n").utf8)).members.map(\.key) {
                if let member = outline.members.first(where: { $0.key == key }) {
                    throw fault("'\(key)' is set here already", at: member.line)
                }
            }
            return try append(missing(block.header) + block.lines)
        }
        guard let member = outline.members.first(where: { $0.key == list }) else {
            return try append(missing(block.header) + ["\(list):"] + block.lines.map { "  " + $0 })
        }
        switch member.rest {
        case "": try extend(member, with: block.lines)
        case "[]":
            let range = outline.lines[member.line]
            // Not one in a comment behind it.
            guard let colon = text.bytes[range].firstIndex(of: UInt8(ascii: ":")),
                let place = (colon..<range.upperBound).first(where: { text.bytes[$0...].starts(with: "[]".utf8) })
            else {
                throw fault("'\(list)' is not understood", at: member.line)
            }
            let blanks = text.bytes[..<place].reversed().prefix { $0 == UInt8(ascii: " ") }.count
            text.remove(place - blanks..<place + 2)
            try reread()
            try insert(Self.block(block.lines, indent: "  "), before: member.line + 1)
        default:
            throw fault(
                "'\(list)' is written in brackets or as one value; only a list with dashes is edited", at: member.line)
        }
        try reread()
    }

    private func missing(_ header: [YAMLBlock.Member]) -> [String] {
        header.filter { member in !outline.members.contains { $0.key == member.key } }.map { "\($0.key): \($0.value)" }
    }

    private mutating func replaceInPlace(_ block: YAMLBlock) throws(SettingsFault) {
        guard let range = try marked(), let old = blockLines else { return }
        let indent = String(line(range.lowerBound).prefix { $0 == " " })
        // A block with the list's own line has its elements deeper.
        let head = old.prefix { block.list != nil && !$0.hasPrefix("-") && !$0.hasPrefix(" ") }
        let lines = Array(head) + block.lines.map { head.isEmpty ? $0 : "  " + $0 }
        guard lines != old else { return }
        let bytes = outline.lines[range.lowerBound].lowerBound..<outline.lines[range.upperBound - 1].upperBound
        let isOpen = text.bytes[bytes].last != UInt8(ascii: "\n")
        let new = Self.block(lines, indent: indent).joined(separator: text.newline) + (isOpen ? "" : text.newline)
        text.replace(bytes, with: Array(new.utf8))
        try reread()
    }

    private mutating func extend(_ member: YAMLOutline.Member, with lines: [String]) throws(SettingsFault) {
        var indent: String?
        for number in member.line + 1..<max(member.end, member.line + 1) {
            let line = line(number)
            let content = line.drop { $0 == " " }
            if content.isEmpty || content.first == "#" { continue }
            guard content.hasPrefix("- ") || content == "-" else {
                throw fault("'\(member.key)' is no list with dashes", at: number)
            }
            indent = String(line.prefix { $0 == " " })
            break
        }
        try insert(Self.block(lines, indent: indent ?? "  "), before: member.end)
    }

    private static func block(_ lines: [String], indent: String) -> [String] {
        ([YAMLBlock.begin] + lines + [YAMLBlock.end]).map { indent + $0 }
    }

    private mutating func append(_ lines: [String]) throws(SettingsFault) {
        try insert(Self.block(lines, indent: ""), before: outline.lines.count)
    }

    private mutating func insert(_ lines: [String], before number: Int) throws(SettingsFault) {
        let end = text.newline
        let new = lines.joined(separator: end) + end
        if number < outline.lines.count {
            text.insert(new, at: outline.lines[number].lowerBound)
        } else {
            let isOpen = !outline.lines.isEmpty && text.bytes.last != UInt8(ascii: "\n")
            text.insert((isOpen ? end : "") + new, at: text.bytes.count)
        }
        try reread()
    }

    private mutating func takeOut() throws(SettingsFault) {
        guard let range = try marked() else { return }
        // A list's own line stays where elements of others follow it.
        let followers = outline.members.first {
            range.contains($0.line) && $0.end > range.upperBound && $0.rest.isEmpty
        }
        let owner = outline.members.first { $0.line < range.lowerBound && $0.end >= range.upperBound - 1 }
        for number in range.reversed() where number != followers?.line { text.remove(outline.lines[number]) }
        try reread()
        if let owner, let member = outline.members.first(where: { $0.key == owner.key }),
            member.rest.isEmpty, member.end == member.line + 1
        {
            // It would be null without an element.
            guard let colon = text.bytes[outline.lines[member.line]].firstIndex(of: UInt8(ascii: ":")) else { return }
            text.insert(" []", at: colon + 1)
            try reread()
        }
    }

    private mutating func reread() throws(SettingsFault) { outline = try YAMLOutline(text.bytes) }
}
