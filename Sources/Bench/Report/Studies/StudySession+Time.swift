import ALCFRecord
import ALCFSystem

extension StudySession {
    /// When a recorded session was: the simulated time that it was given, or when it began.
    static func time(_ manifest: RunManifest) -> Double {
        if let arguments = manifest.design.arguments, arguments.simulates,
            let given = arguments.simulation.time.flatMap(CalendarTime.init)
        {
            return given.seconds
        }
        return manifest.startedAt
    }
}
