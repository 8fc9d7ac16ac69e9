import ArgumentParser

/// The group of commands of a study.
struct StudyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study", abstract: "Measure in sessions over days, and prove the result.",
        discussion: """
            A run says what was so for half an hour. A study measures again and again at planned times, and says what holds on other days.

              alcf benchmark study init week --sessions 12 --every 14h  # plan it
              alcf benchmark study schedule week --systemd | sh         # let timers run it
              alcf benchmark study status week
              alcf benchmark study report week
              alcf benchmark study verify week                          # check every figure
            """,
        subcommands: [
            StudyInitCommand.self, StudyScheduleCommand.self, StudyRunCommand.self, StudyStatusCommand.self,
            StudyReportCommand.self, StudyVerifyCommand.self, StudySignCommand.self, StudyPackCommand.self,
        ])
}
