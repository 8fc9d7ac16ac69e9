import ALCFJSON
import ALCFSystem
import ArgumentParser

extension ConfigCommand {
    /// Shows the settings in force, and where each is from.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the settings in force, and where each is from (default).")

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let file = try ConfigCommand.file()
            let settings = try Settings.current()
            if json { return Console.print(Self.json(settings, file)) }
            let state =
                file.isThere ? "file \(file.shownPath), \(settings.count) set" : "no file yet: \(file.shownPath)"
            Console.print("Settings in force (\(state))\n")
            var table = TextTable("SETTING", "VALUE", "FROM")
            for value in settings.all {
                let overruled = settings.isOverruled(value.key) ? "; overrules the file" : ""
                table.add(
                    value.key.description, value.value.isEmpty ? "none" : value.value,
                    value.source.description + overruled)
            }
            Console.print(table.text(on: .output))
        }

        private static func json(_ settings: Settings, _ file: SettingsFile) -> JSONValue {
            [
                "file": .string(file.path), "exists": .bool(file.isThere), "set": .int(settings.count),
                "settings": .array(settings.all.map { $0.json(settings) }),
            ]
        }
    }
}

extension Settings.Value {
    /// The value for programs.
    func json(_ settings: Settings) -> JSONValue {
        var place = source.place
        if case .file = source { place = SettingsFile.usual()?.path ?? place }
        return [
            "key": .string(key.description), "value": .string(value), "from": .string(source.name),
            "source": place.map { .string($0) } ?? .null, "overrules_file": .bool(settings.isOverruled(key)),
        ]
    }
}

/// The answer to a question for a setting that is not set.
struct NothingSet: Error {
    let message: String
}
