import ALCFJSON

/// Changes to an agent's settings file. Pure: it does no I/O.
package struct AgentEdit: Sendable {
    /// The file as it is to be; nil where it is to go.
    package var bytes: [UInt8]?
    /// Note on all that was written; nil after a removal.
    package var record: AgentRecord?
    /// Sentences for the user, on what was left as it was.
    package var notes: [String] = []

    /// Returns the file with the settings in it.
    ///
    /// - Parameters:
    ///   - file: what is to be in it.
    ///   - bytes: the file as it is; nil where there is none.
    ///   - record: what was written into it before; nil for nothing.
    /// - Throws: ``SettingsFault`` where it cannot be edited in place.
    package static func configuring(
        _ file: AgentFile, _ bytes: [UInt8]?, record: AgentRecord?
    ) throws(SettingsFault) -> AgentEdit {
        let old = bytes ?? []
        var edit = AgentEdit()
        var members = record?.members ?? []
        var parents = record?.parents ?? []
        let text: EditedText
        switch file.content {
        case .jsonc(let settings):
            var document = try JSONCDocument(old)
            edit.notes = try apply(settings, to: &document, &members, &parents)
            text = document.text
        case .toml(let settings):
            var document = try TOMLDocument(old)
            edit.notes = try apply(settings, to: &document, &members, &parents)
            text = document.text
        case .yaml(let block):
            var document = try YAMLDocument(old)
            try document.setBlock(block)
            text = document.text
        }
        edit.bytes = text.bytes
        guard !text.splices.isEmpty else {
            edit.record = record
            return edit
        }
        // Changes of others in between, and those of a lost record, are not known: ours are then no whole.
        let isWhole: Bool
        if let record { isWhole = record.isOf(old) } else { isWhole = try !isConfigured(file, old) }
        var new = AgentRecord(
            isCreated: record?.isCreated ?? (bytes == nil), permissions: record?.permissions, bytes: text.bytes,
            splices: isWhole ? record.map { $0.splices.map { $0 + text.splices } } ?? text.splices : nil)
        new.members = members
        new.parents = parents
        edit.record = new
        return edit
    }

    /// Returns the file without what was written into it.
    ///
    /// - Parameters:
    ///   - file: settings as they would be written now, by which those of another time are known where there is no
    ///     record.
    ///   - bytes: the file as it is.
    ///   - record: what was written into it; nil where that is not known.
    /// - Throws: ``SettingsFault`` where it cannot be edited in place.
    package static func removing(
        _ file: AgentFile, _ bytes: [UInt8], record: AgentRecord?
    ) throws(SettingsFault) -> AgentEdit {
        var edit = AgentEdit()
        if let record, record.isOf(bytes), let splices = record.splices,
            let original = EditedText.undoing(splices, in: bytes)
        {
            edit.bytes = record.isCreated ? nil : original
            return edit
        }
        let isEmpty: Bool
        switch file.content {
        case .jsonc(let settings):
            var document = try JSONCDocument(bytes)
            edit.notes = try take(settings, record, outOf: &document)
            (edit.bytes, isEmpty) = (document.text.bytes, document.isEmpty)
        case .toml(let settings):
            var document = try TOMLDocument(bytes)
            edit.notes = try take(settings, record, outOf: &document)
            (edit.bytes, isEmpty) = (document.text.bytes, document.isEmpty)
        case .yaml:
            var document = try YAMLDocument(bytes)
            try document.removeBlock()
            (edit.bytes, isEmpty) = (document.text.bytes, document.isEmpty)
        }
        if record?.isCreated == true, isEmpty, !hasComment(edit.bytes ?? []) { edit.bytes = nil }
        return edit
    }

    /// Returns whether a file holds settings that were written by ``configuring(_:_:record:)``.
    package static func isConfigured(_ file: AgentFile, _ bytes: [UInt8]) throws(SettingsFault) -> Bool {
        switch file.content {
        case .jsonc(let settings): return try isConfigured(settings, in: JSONCDocument(bytes))
        case .toml(let settings): return try isConfigured(settings, in: TOMLDocument(bytes))
        case .yaml: return try YAMLDocument(bytes).blockLines != nil
        }
    }

    /// Returns the sentences for the user on members that keep the settings from working.
    package static func warnings(
        _ agent: AgentKind, _ file: AgentFile, _ bytes: [UInt8]
    ) throws(SettingsFault) -> [String] {
        guard case .jsonc = file.content else { return [] }
        let document = try JSONCDocument(bytes)
        var warnings: [String] = []
        for (path, reason) in agent.obstacles where try document.value(at: path) != nil {
            warnings.append("'\(path.joined(separator: "."))' is set in the file: \(reason).")
        }
        return warnings
    }

    private static func isConfigured(
        _ settings: [AgentSetting], in document: some SettingsDocument
    ) throws(SettingsFault) -> Bool {
        for setting in settings where setting.rule == .always {
            guard let value = try document.value(at: setting.path), try isOurs(setting, value, in: document) else {
                return false
            }
        }
        return true
    }

    private static func hasComment(_ bytes: [UInt8]) -> Bool { bytes.contains { !" \t\r\n{}".utf8.contains($0) } }

    // MARK: - Members

    private static func apply(
        _ settings: [AgentSetting], to document: inout some SettingsDocument, _ members: inout [AgentRecord.Member],
        _ parents: inout [[String]]
    ) throws(SettingsFault) -> [String] {
        let isNew = document.isEmpty
        var taken: [String] = []
        for setting in settings where setting.rule == .ifMissing {
            if let value = try document.value(at: setting.path),
                !members.contains(where: { $0.path == setting.path && $0.written == value })
            {
                taken.append("'\(setting.path.joined(separator: "."))'")
            }
        }
        // Looked at before any change, since the sign of one may be the value of another.
        var kept: [[String]: JSONValue] = [:]
        for setting in settings {
            guard let value = try document.value(at: setting.path), value != setting.value,
                try !isOurs(setting, value, in: document) || value.object != nil && setting.value.object == nil
            else { continue }
            kept[setting.path] = value
        }
        // They are there, and no record says so: then their parents may be ours too.
        var isLost = false
        if members.isEmpty { isLost = try isConfigured(settings, in: document) }
        for setting in settings {
            let place = members.firstIndex { $0.path == setting.path }
            switch setting.rule {
            case .always: break
            case .ifMissing: guard taken.isEmpty else { continue }
            case .ifNew: guard isNew || place != nil else { continue }
            }
            if place == nil {
                for length in 1..<max(setting.path.count, 1) {
                    let parent = Array(setting.path.prefix(length))
                    let isThere = try document.value(at: parent) != nil
                    if !isThere || isLost, !parents.contains(parent) { parents.append(parent) }
                }
            }
            let previous = place.map { members[$0].written }
            try merge(setting.value, previous, at: setting.path, into: &document)
            if let place {
                members[place].written = setting.value
            } else {
                members.append(
                    AgentRecord.Member(path: setting.path, written: setting.value, before: kept[setting.path]))
            }
        }
        guard !taken.isEmpty else { return [] }
        return ["Your own \(taken.joined(separator: " and ")) \(taken.count == 1 ? "stays" : "stay") the default."]
    }

    /// Makes a member what it must be, and keeps what the user has added in it.
    private static func merge(
        _ wanted: JSONValue, _ previous: JSONValue?, at path: [String], into document: inout some SettingsDocument
    ) throws(SettingsFault) {
        let present = try document.value(at: path)
        if present == wanted { return }
        guard let members = wanted.object, let old = present?.object else { return try document.set(path, to: wanted) }
        for key in old.keys where members[key] == nil && previous?[key] != nil { try document.remove(path + [key]) }
        for (key, value) in members { try merge(value, previous?[key], at: path + [key], into: &document) }
    }

    private static func take(
        _ settings: [AgentSetting], _ record: AgentRecord?, outOf document: inout some SettingsDocument
    ) throws(SettingsFault) -> [String] {
        var notes: [String] = []
        var members = record?.members ?? []
        var parents = record?.parents ?? []
        if record == nil {
            for setting in settings where setting.rule != .ifNew {
                guard let value = try document.value(at: setting.path), try isOurs(setting, value, in: document) else {
                    continue
                }
                members.append(AgentRecord.Member(path: setting.path, written: value))
                parents += (1..<max(setting.path.count, 1)).map { Array(setting.path.prefix($0)) }
            }
        }
        for member in members.reversed() {
            guard let value = try document.value(at: member.path) else { continue }
            if value.object == nil, value != member.written {
                notes.append("'\(member.path.joined(separator: "."))' has been changed since, and stays.")
            } else if let before = member.before {
                try document.set(member.path, to: before)
            } else {
                try document.remove(member.path)
            }
        }
        for parent in parents.sorted(by: { $0.count > $1.count }) where try isEmptyObject(parent, in: document) {
            try document.remove(parent)
        }
        return notes
    }

    private static func isEmptyObject(
        _ path: [String], in document: some SettingsDocument
    ) throws(SettingsFault) -> Bool {
        try document.value(at: path)?.object?.isEmpty == true
    }

    private static func isOurs(
        _ setting: AgentSetting, _ value: JSONValue, in document: some SettingsDocument
    ) throws(SettingsFault) -> Bool {
        switch setting.sign {
        case .name:
            guard let object = value.object else { return setting.value.object == nil }
            // An object of the user's own rarely has all members that ours has.
            return setting.value.object.map { $0.keys.allSatisfy { object[$0] != nil } } ?? true
        case .prefix(let prefix): return value.string?.hasPrefix(prefix) == true
        case .other(let path, let prefix): return try document.value(at: path)?.string?.hasPrefix(prefix) == true
        case .ending(let path, let suffix): return try document.value(at: path)?.string?.hasSuffix(suffix) == true
        }
    }
}
