import ALCFJSON
import ALCFSystem
import ArgumentParser

/// The commands on the user's settings.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show and change your settings: the defaults that you would otherwise repeat.",
        discussion: """
              alcf config set cluster metis
              alcf config set targets.mine.url http://127.0.0.1:8000/v1
              alcf config set targets.mine.key_env MINE_KEY
              alcf chat -c mine "Hello"
              alcf benchmark --target metis --target mine

            Options come before environment variables, and these before the settings, which are in \
            $XDG_CONFIG_HOME/alcf/config.json or ~/.config/alcf/config.json. The file holds no secrets: name the \
            environment variable that holds a key.

            Settings:

            \(table)
            """,
        subcommands: [Show.self, Get.self, Set.self, Unset.self, Path.self], defaultSubcommand: Show.self)

    /// The settings, one to a line or two.
    private static var table: String {
        Setting.all.map { setting in
            let notes = [
                setting.variables.isEmpty ? nil : "environment: \(setting.variables.joined(separator: ", "))",
                setting.builtIn.map { "default: \($0)" },
            ].compactMap(\.self)
            let help = setting.help + (notes.isEmpty ? "." : " (\(notes.joined(separator: "; "))).")
            // The generator of help knows no hanging indents.
            return (["  \(setting.key)"] + WrappingWriter.lines(help, width: 80, first: "      ")).joined(
                separator: "\n")
        }.joined(separator: "\n")
    }

    /// Prints the value of one setting.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the value of a setting that is in force.",
            discussion: "Exits with 1 if nothing is set.")

        @Argument(help: "Setting, as in cluster or targets.mine.url.", completion: .settingKeys)
        var key: String

        @Flag(help: "Print JSON: the value, and where it is from.")
        var json = false

        func run() async throws {
            let key = SettingKey(key)
            let settings = try Settings.current()
            guard key.setting != nil else {
                guard key.isGroup else { throw key.unknown }
                let values = settings.all.filter { $0.key.path.starts(with: key.path) }
                guard !values.isEmpty else { throw NothingSet(message: "nothing is set below '\(key)'") }
                if json { return Console.print(.array(values.map { $0.json(settings) })) }
                return Console.print(values.map { "\($0.key) = \($0.value)" }.joined(separator: "\n"))
            }
            if let (message, remedy) = key.nameFault { throw UsageError(message, remedy: remedy) }
            guard let value = settings.value(key) else { throw NothingSet(message: "'\(key)' is not set") }
            if json { return Console.print(value.json(settings)) }
            Console.print(value.value)
        }
    }

    /// Sets a setting.
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a setting in the file.",
            discussion: "The file is made if there is none. All else in it stays as it is.")

        @Argument(help: "Setting, as in cluster or targets.mine.url.", completion: .settingKeys)
        var key: String

        @Argument(help: "Value.")
        var value: String

        func run() async throws {
            let key = SettingKey(key)
            let file = try ConfigCommand.file()
            let text = value.trimmed
            try await file.update { content throws(UsageError) in
                try content.set(key, text)
                try key.setting?.kind.checkNew(text, of: key)
                ConfigCommand.warn(content, file, besides: key)
            }
            Console.note("\(key) = \(text), in \(file.shownPath)".safeForTerminal)
            let now = Settings(try file.read(), path: file.shownPath)
            if let doubt = SettingDoubt(key, text, targets: now.targetNames, hasURL: now.hasURL) {
                Console.warn(doubt.text)
            }
            if now.isOverruled(key), let value = now.value(key) {
                Console.warn(
                    "the \(value.source) overrules it for now: \(value.value.isEmpty ? "it is empty" : value.value)")
            }
        }
    }

    /// Removes a setting.
    struct Unset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a setting, or a group such as targets.mine, from the file.")

        @Argument(help: "Setting or group.", completion: .settingKeys)
        var key: String

        func run() async throws {
            let key = SettingKey(key)
            let file = try ConfigCommand.file()
            var wasThere = false
            if file.isThere {
                try await file.update { content throws(UsageError) in
                    wasThere = content.unset(key)
                    if !wasThere, key.setting == nil, !key.isGroup { throw key.unknown }
                    ConfigCommand.warn(content, file, besides: key)
                }
            } else if key.setting == nil, !key.isGroup {
                throw key.unknown
            }
            Console.note(
                (wasThere ? "Removed \(key) from \(file.shownPath)." : "\(key) is not set in \(file.shownPath).")
                    .safeForTerminal)
        }
    }

    /// Prints the path of the file.
    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the path of the settings file.")

        func run() throws { Console.print(try ConfigCommand.file().path) }
    }

    /// - Throws: ``UsageError`` where there is no home.
    static func file() throws(UsageError) -> SettingsFile {
        guard let file = SettingsFile.usual() else {
            throw UsageError("there is no home folder for the settings", remedy: "Set HOME or XDG_CONFIG_HOME.")
        }
        return file
    }

    /// Says what is wrong elsewhere in a file, which a change of one setting need not mend.
    private static func warn(_ content: SettingsContent, _ file: SettingsFile, besides key: SettingKey) {
        for fault in content.faults + content.unknown where fault.key != key {
            let error = fault.error(in: file.shownPath)
            Console.warn("\(error.message). \(error.remedy ?? "")")
        }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmed: String { String(drop(while: \.isWhitespace)).withoutTrailingWhitespace }
}
