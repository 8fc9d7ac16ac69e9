import ALCFSystem

/// The check of the file of settings.
struct SettingsCheck {
    /// The file; nil where there is no home folder.
    let file: SettingsFile?

    var result: CheckResult {
        guard let file else { return .ok(.settings, "none: there is no home folder") }
        let content: SettingsContent
        do throws(UsageError) {
            content = try file.read()
            if let fault = content.faults.first { throw fault.error(in: file.shownPath) }
        } catch {
            return .failed(
                .settings, error.message, brief: "the settings cannot be used",
                remedy: error.remedy ?? "Mend the file, or move it away.", exitCode: Failure.ExitCode.usage)
        }
        if let unknown = content.unknown.first?.error(in: file.shownPath) {
            return .warning(
                .settings, unknown.message, brief: "there are unknown settings",
                remedy: unknown.remedy ?? "See the known ones: alcf help config")
        }
        let count = NumberText.count(content.values.count, "setting")
        return .ok(.settings, content.values.isEmpty ? "built-in defaults" : "\(count) in \(file.shownPath)")
    }
}
