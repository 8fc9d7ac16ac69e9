import ALCFReport
import ALCFSystem

/// Spans of time as people say them.
enum DurationText {
    /// `2 d 3 h`, `47 h 59 min`, `5 min 3 s`: the two largest units.
    static func words(_ seconds: Double) -> String {
        let total = Int(clamping: max(0, seconds))
        let (days, hours, minutes) = (total / 86_400, total % 86_400 / 3600, total % 3600 / 60)
        if days >= 2 { return hours > 0 ? "\(days) d \(hours) h" : "\(days) d" }
        if total >= 3600 { return "\(total / 3600) h \(minutes) min" }
        return total >= 60 ? "\(minutes) min \(total % 60) s" : "\(total) s"
    }
}
