package import ALCFJSON

/// A TOML file, changed in place: members of tables that have a header of their own, and those before all headers.
package struct TOMLDocument: SettingsDocument {
    package private(set) var text: EditedText
    private var statements: [TOMLStatement]

    package init(_ bytes: [UInt8]) throws(SettingsFault) {
        text = EditedText(bytes)
        statements = try TOMLParser.statements(of: bytes)
    }

    package var isEmpty: Bool {
        statements.allSatisfy { if case .nothing = $0.kind { true } else { false } }
    }

    package func value(at path: [String]) throws(SettingsFault) -> JSONValue? {
        var found: JSONValue?
        for entry in try entries() {
            if entry.path.starts(with: path) {
                let rest = entry.path.dropFirst(path.count)
                switch entry.value {
                case let value? where rest.isEmpty:
                    guard found == nil else { throw twice(path, at: entry.statement) }
                    found = value
                case let value: found = (found ?? [:]).replacing(rest, with: value ?? [:])
                }
            } else if path.starts(with: entry.path), let value = entry.value {
                // An inline table.
                if let inner = value.value(at: path.dropFirst(entry.path.count)) { found = inner }
            }
        }
        return found
    }

    package mutating func set(_ path: [String], to value: JSONValue) throws(SettingsFault) {
        var copy = self
        try copy.put(path, value)
        self = copy
    }

    private mutating func put(_ path: [String], _ value: JSONValue) throws(SettingsFault) {
        try checkIsEditable(path)
        if let members = value.object {
            // Members of the table itself come before the tables in it.
            let plain = members.filter { $0.value.object == nil }
            if try header(of: path) == nil, !plain.isEmpty || members.isEmpty { try appendHeader(path) }
            for (key, value) in plain { try put(path + [key], value) }
            for (key, value) in members where value.object != nil { try put(path + [key], value) }
            return
        }
        guard let key = path.last, let new = TOMLText.value(value) else { return }
        let table = Array(path.dropLast())
        if let entry = try entries().first(where: { $0.path == path }),
            case .pair(_, _, let place) = statements[entry.statement].kind
        {
            text.replace(place, with: Array(new.utf8))
        } else {
            let line = "\(TOMLText.key([key])) = \(new)"
            if table.isEmpty {
                insertAtTop(line)
            } else {
                if try header(of: table) == nil { try appendHeader(table) }
                insert(line, in: try header(of: table))
            }
        }
        try reread()
    }

    package mutating func remove(_ path: [String]) throws(SettingsFault) {
        try checkIsEditable(path, forRemoval: true)
        var ranges: [Range<Int>] = []
        var isInside = false
        for (index, statement) in statements.enumerated() {
            if case .header(let name, _) = statement.kind {
                isInside = name.starts(with: path)
                if isInside, index > 0, case .nothing(true) = statements[index - 1].kind {
                    ranges.append(statements[index - 1].range)
                }
            }
            if isInside, case .nothing = statement.kind {
                // Comments within the table go with it, those behind its last line belong to what follows.
                guard isFollowedByPair(index) else { continue }
            } else if !isInside {
                guard case .pair(let key, _, _) = statement.kind, (table(of: index) + key).starts(with: path),
                    !isInArray(index)
                else { continue }
            }
            ranges.append(statement.range)
        }
        for range in ranges.reversed() { text.remove(range) }
        try reread()
    }

    // MARK: - Looking

    private struct Entry {
        var path: [String]
        /// Nil for a header.
        var value: JSONValue?
        var statement: Int
    }

    /// All that is set outside of arrays of tables.
    private func entries() throws(SettingsFault) -> [Entry] {
        var entries: [Entry] = []
        var table: [String]? = []
        for (index, statement) in statements.enumerated() {
            switch statement.kind {
            case .nothing: break
            case .header(let name, let isArray):
                table = isArray ? nil : name
                if !isArray { entries.append(Entry(path: name, value: nil, statement: index)) }
            case .pair(let key, let value, _):
                if let table { entries.append(Entry(path: table + key, value: value, statement: index)) }
            }
        }
        return entries
    }

    private func header(of path: [String]) throws(SettingsFault) -> Int? {
        let found = try entries().filter { $0.value == nil && $0.path == path }
        guard found.count < 2 else { throw twice(path, at: found[1].statement) }
        return found.first?.statement
    }

    private func table(of index: Int) -> [String] {
        for statement in statements[..<index].reversed() {
            if case .header(let name, _) = statement.kind { return name }
        }
        return []
    }

    private func isInArray(_ index: Int) -> Bool {
        for statement in statements[..<index].reversed() {
            if case .header(_, let isArray) = statement.kind { return isArray }
        }
        return false
    }

    private func isFollowedByPair(_ index: Int) -> Bool {
        for statement in statements[(index + 1)...] {
            switch statement.kind {
            case .nothing: continue
            case .header: return false
            case .pair: return true
            }
        }
        return false
    }

    private func twice(_ path: [String], at statement: Int) -> SettingsFault {
        fault("'\(TOMLText.key(path))' is there twice", at: statement)
    }

    private func fault(_ reason: String, at statement: Int) -> SettingsFault {
        SettingsFault(reason, at: statements[statement].range.lowerBound, in: text.bytes)
    }

    /// Refuses forms that would have to be written anew: inline tables, dotted keys and arrays of tables on the way.
    private func checkIsEditable(_ path: [String], forRemoval: Bool = false) throws(SettingsFault) {
        for (index, statement) in statements.enumerated() {
            switch statement.kind {
            case .header(let name, true) where path.starts(with: name) || name.starts(with: path):
                throw fault("'\(TOMLText.key(name))' is an array of tables", at: index)
            case .pair(let key, let value, _) where !isInArray(index):
                let full = table(of: index) + key
                if path.starts(with: full), full.count < path.count {
                    let kind = value.object == nil ? "no table" : "an inline table, which is not edited"
                    throw fault("'\(TOMLText.key(full))' is \(kind)", at: index)
                }
                let header = table(of: index).count
                let isDotted = [path, Array(path.dropLast())].contains { table in
                    header < table.count && full.count > table.count && full.starts(with: table)
                }
                if !forRemoval, isDotted, full != path {
                    throw fault("'\(TOMLText.key(full))' is a dotted key, which is not edited", at: index)
                }
            default: break
            }
        }
    }

    // MARK: - Changing

    private mutating func reread() throws(SettingsFault) { statements = try TOMLParser.statements(of: text.bytes) }

    private mutating func endLastLine() {
        if let last = text.bytes.last, last != UInt8(ascii: "\n"), text.bytes != EditedText.mark {
            text.insert(text.newline, at: text.bytes.count)
        }
    }

    private mutating func appendHeader(_ path: [String]) throws(SettingsFault) {
        let newline = text.newline
        endLastLine()
        try reread()
        let gap: String
        switch statements.last?.kind {
        case nil, .nothing(isBlank: true): gap = ""
        default: gap = newline
        }
        text.insert("\(gap)[\(TOMLText.key(path))]\(newline)", at: text.bytes.count)
        try reread()
    }

    /// Puts a line behind the last pair of a table.
    private mutating func insert(_ line: String, in header: Int?) {
        guard let header else { return }
        var last = header
        for index in statements.indices[(header + 1)...] {
            if case .header = statements[index].kind { break }
            if case .pair = statements[index].kind { last = index }
        }
        insert(line, behind: statements[last])
    }

    private mutating func insert(_ line: String, behind statement: TOMLStatement) {
        let end = statement.range.upperBound
        let isOpen = end == text.bytes.count && text.bytes.last != UInt8(ascii: "\n")
        text.insert(isOpen ? text.newline + line : line + text.newline, at: end)
    }

    /// Puts a line among those before all headers.
    private mutating func insertAtTop(_ line: String) {
        let head = statements.prefix { if case .header = $0.kind { false } else { true } }
        if let last = head.last(where: { if case .pair = $0.kind { true } else { false } }) {
            return insert(line, behind: last)
        }
        let start = text.bytes.starts(with: EditedText.mark) ? EditedText.mark.count : 0
        let gap = statements.isEmpty ? "" : text.newline
        text.insert(line + text.newline + gap, at: start)
    }
}
