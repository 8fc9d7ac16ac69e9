package import ALCFSystem

/// The writer of agents' settings files: it reads them, keeps copies, and replaces them as a whole.
package struct AgentInstaller: Sendable {
    /// Place of the notes; see ``AgentLedger``.
    private let ledgerPath: String
    private let clock: WallClock

    /// A writer.
    package init(ledgerPath: String, clock: WallClock = .system) {
        self.ledgerPath = ledgerPath
        self.clock = clock
    }

    /// The fate of one file.
    package struct Outcome: Sendable, Hashable {
        /// Path of the file itself, links followed.
        package var path: String
        package var change: Change
        /// Copy of the file as it was before.
        package var backup: String?
        /// Sentences for the user.
        package var notes: [String] = []
    }

    /// A change to a file.
    package enum Change: String, Sendable {
        case written, unchanged, cleaned, deleted, missing
    }

    /// Writes an agent's settings. Nothing is written where one of the files cannot be.
    ///
    /// - Throws: ``AgentError``.
    @discardableResult
    package func configure(_ agent: AgentKind, _ files: [AgentFile]) throws(AgentError) -> [Outcome] {
        var ledger = AgentLedger(path: ledgerPath)
        var steps: [Step] = []
        for file in files {
            let path = Self.place(of: file)
            let old = try Self.read(path)
            var record = ledger.entries[path]?.record
            // Of a file that has gone, nothing is known any more.
            if old == nil { record = nil }
            var edit: AgentEdit
            do throws(SettingsFault) {
                edit = try .configuring(file, old?.bytes, record: record)
                edit.notes += try AgentEdit.warnings(agent, file, edit.bytes ?? [])
            } catch { throw AgentError(error, in: path) }
            let mode = old.map { file.holdsKey ? $0.permissions & 0o600 : $0.permissions & 0o777 } ?? 0o600
            if let old, old.permissions & 0o777 != mode, record?.permissions == nil {
                edit.record?.permissions = old.permissions & 0o777
            }
            steps.append(Step(path: path, file: file, old: old, record: record, edit: edit, mode: mode))
        }
        var outcomes: [Outcome] = []
        for step in steps {
            ledger.entries[step.path] = step.edit.record.map {
                AgentLedger.Entry(agent: agent, syntax: step.file.syntax, record: $0)
            }
            outcomes.append(try perform(step, ledger: ledger))
        }
        return outcomes
    }

    /// Takes an agent's settings out of the files, and out of all others that they were written into.
    ///
    /// - Parameter onlyThese: whether others are left alone.
    /// - Throws: ``AgentError``.
    @discardableResult
    package func remove(
        _ agent: AgentKind, _ files: [AgentFile], onlyThese: Bool = false
    ) throws(AgentError) -> [Outcome] {
        var ledger = AgentLedger(path: ledgerPath)
        var files = files
        let known = Set(files.map(Self.place))
        for (path, entry) in ledger.entries.sorted(by: { $0.key < $1.key })
        where entry.agent == agent && !known.contains(path) && !onlyThese {
            files.append(AgentFile(path: path, content: entry.syntax.nothing))
        }
        var steps: [Step] = []
        for file in files {
            let path = Self.place(of: file)
            let record = ledger.entries[path]?.record
            guard let old = try Self.read(path) else {
                steps.append(Step(path: path, file: file, old: nil, record: record, edit: AgentEdit(), mode: 0))
                continue
            }
            let edit: AgentEdit
            do throws(SettingsFault) { edit = try .removing(file, old.bytes, record: record) } catch {
                throw AgentError(error, in: path)
            }
            let mode = record?.permissions ?? old.permissions & 0o777
            steps.append(Step(path: path, file: file, old: old, record: record, edit: edit, mode: mode))
        }
        var outcomes: [Outcome] = []
        for step in steps {
            ledger.entries[step.path] = nil
            outcomes.append(try perform(step, ledger: ledger, isRemoval: true))
        }
        return outcomes
    }

    /// Returns the files with an agent's settings in them, those among them that others than the usual ones.
    package func configured(_ agent: AgentKind, _ files: [AgentFile]) -> [String] {
        let ledger = AgentLedger(path: ledgerPath)
        let places = files.map(Self.place)
        let found = zip(files, places).filter { file, path in
            guard let old = try? Self.read(path) else { return false }
            return (try? AgentEdit.isConfigured(file, old.bytes)) == true
        }.map(\.1)
        let others = ledger.entries.filter { $0.value.agent == agent && !places.contains($0.key) }.keys.sorted()
        return found + others.filter { (try? Self.read($0)) != nil }
    }

    /// Returns the settings alone, as a new file would have them: the user's own may hold secrets.
    ///
    /// - Throws: ``AgentError``.
    package static func preview(_ file: AgentFile) throws(AgentError) -> String {
        do throws(SettingsFault) {
            return String(decoding: try AgentEdit.configuring(file, nil, record: nil).bytes ?? [], as: UTF8.self)
        } catch { throw AgentError(error, in: file.path) }
    }

    // MARK: - Files

    private struct Step {
        var path: String
        var file: AgentFile
        var old: FileContents?
        var record: AgentRecord?
        var edit: AgentEdit
        var mode: UInt32
    }

    private static func place(of file: AgentFile) -> String {
        AtomicFile.resolved(UserPath.absolute(UserPath.expanded(file.path)))
    }

    /// Nil where there is no file.
    private static func read(_ path: String) throws(AgentError) -> FileContents? {
        do throws(FileError) {
            let file = try FileContents(path: path)
            guard file.isRegular else { throw FileError("edit", path, number: 22) }
            return file
        } catch {
            if error.isNotFound { return nil }
            throw AgentError(error)
        }
    }

    private func perform(_ step: Step, ledger: AgentLedger, isRemoval: Bool = false) throws(AgentError) -> Outcome {
        var outcome = Outcome(path: step.path, change: .unchanged, notes: step.edit.notes)
        guard let old = step.old else {
            guard let bytes = step.edit.bytes else {
                outcome.change = .missing
                try write(ledger)
                return outcome
            }
            outcome.change = .written
            try replace(step.path, bytes, mode: step.mode)
            try write(ledger)
            return outcome
        }
        if step.edit.bytes == old.bytes, old.permissions & 0o777 == step.mode {
            try write(ledger)
            return outcome
        }
        if let now = try Self.read(step.path), now.bytes != old.bytes {
            throw AgentError("'\(step.path)' has just been changed by another program", remedy: "Run it again.")
        }
        // The copy is of the user's own text: of one that is ours alone, the first copy is still the one.
        if step.record?.isOf(old.bytes) != true, step.edit.bytes != old.bytes {
            outcome.backup = try backUp(step.path, old)
        }
        if let bytes = step.edit.bytes {
            try replace(step.path, bytes, mode: step.mode)
            outcome.change = isRemoval ? .cleaned : .written
        } else {
            do throws(FileError) { try AtomicFile.remove(step.path) } catch { throw AgentError(error) }
            outcome.change = .deleted
        }
        try write(ledger)
        return outcome
    }

    private func backUp(_ path: String, _ old: FileContents) throws(AgentError) -> String {
        let stamp = DateText.stamp(clock.now()).replacing("_", with: "-")
        var name = "\(path).bak.\(stamp)"
        var number = 2
        while try Self.read(name) != nil {
            name = "\(path).bak.\(stamp)-\(number)"
            number += 1
        }
        try replace(name, old.bytes, mode: old.permissions & 0o777)
        return name
    }

    private func replace(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(AgentError) {
        do throws(FileError) { try AtomicFile.write(bytes, to: path, permissions: mode) } catch {
            throw AgentError(error)
        }
    }

    private func write(_ ledger: AgentLedger) throws(AgentError) {
        do throws(FileError) { try ledger.write() } catch { throw AgentError(error) }
    }
}
