import ALCFAuth
import ALCFSystem
import Glibc

/// The checks of the folder that tokens are kept in.
struct FileChecks {
    /// Nil where the file system did not answer in time, or the folder is not known.
    let facts: FolderFacts?

    /// Seconds from which on a small file or a lock is slow.
    static let slow = 1.0
    /// Bytes that are too few to go on, and few enough to say so.
    static let (fullBytes, scarceBytes) = (1 << 20, 100 << 20)

    var results: [CheckResult] {
        guard let facts else {
            return [
                .failed(
                    .fileSystem, "it does not answer", brief: "the file system does not answer",
                    remedy: "Ask whether the home directory is out of order, or keep tokens elsewhere: "
                        + "export \(TokenStore.pathVariable)=/tmp/$USER/tokens.json",
                    exitCode: Failure.ExitCode.failed)
            ] + [.diskSpace, .fileLock, .fileWrite, .cache].map { .notTried($0, "the file system does not answer") }
        }
        return [kind(facts), space(facts), lock(facts), write(facts), cache(facts)]
    }

    private func kind(_ facts: FolderFacts) -> CheckResult {
        let place = facts.examined + (facts.examined == facts.folder ? "" : ", as \(facts.folder) is not made yet")
        guard let system = facts.fileSystem else { return .ok(.fileSystem, "of unknown kind: \(place)") }
        let kind = system.kind ?? "unknown kind"
        if system.isInMemory {
            return .warning(
                .fileSystem, "\(kind), in memory: a sign-in is lost when the machine starts anew (\(place))",
                brief: "tokens are kept in memory alone",
                remedy: "Keep them elsewhere: export \(TokenStore.pathVariable)=PATH")
        }
        return .ok(.fileSystem, "\(kind)\(system.isShared ? ", shared with other machines" : ""): \(place)")
    }

    private func space(_ facts: FolderFacts) -> CheckResult {
        guard let system = facts.fileSystem else { return .notTried(.diskSpace, "the kernel does not tell") }
        let free = "\(Self.size(system.freeBytes)) free"
        let remedy = "Remove files that are not needed, the largest first: du -xh ~ | sort -h | tail"
        if system.freeBytes < Self.fullBytes || system.freeFiles == 0 {
            return .failed(
                .diskSpace, system.freeFiles == 0 ? "\(free), but no more files can be made" : free,
                brief: "the disk is full", remedy: remedy, exitCode: Failure.ExitCode.failed)
        }
        guard system.freeBytes < Self.scarceBytes else { return .ok(.diskSpace, "\(free), quotas apart") }
        return .warning(.diskSpace, free, brief: "the disk is nearly full", remedy: remedy)
    }

    private func lock(_ facts: FolderFacts) -> CheckResult {
        switch facts.probe.lock {
        case .works(let seconds): return timed(.fileLock, "taken", seconds, "locks are slow")
        case .fails: return .notTried(.fileLock, "no file could be written")
        case .unsupported:
            return .warning(
                .fileLock,
                "this file system has no locks: two processes may renew tokens at once, which Globus permits",
                brief: "the file system has no locks",
                remedy: "Where that does harm, keep tokens elsewhere: export \(TokenStore.pathVariable)=PATH")
        }
    }

    private func write(_ facts: FolderFacts) -> CheckResult {
        switch facts.probe.write {
        case .works(let seconds): return timed(.fileWrite, "written, flushed and renamed", seconds, "writing is slow")
        case .unsupported: return .notTried(.fileWrite, "it was not tried")
        case .fails(let error):
            let reason = String(cString: strerror(error.number))
            if facts.isFileWritable {
                return .warning(
                    .fileWrite,
                    "no file can be made in \(facts.examined) (\(reason)); the token file itself can be written over",
                    brief: "the token file's folder cannot be written",
                    remedy: "Allow it: chmod u+wx \(facts.examined.shellQuoted)"
                )
            }
            let isFull = [ENOSPC, EDQUOT].contains(error.number)
            return .failed(
                .fileWrite, "no file can be made in \(facts.examined): \(reason)",
                brief: isFull ? "no room for the token file" : "the token file cannot be written",
                remedy: isFull
                    ? "Free some space, or ask for a larger quota."
                    : "Allow it, or keep tokens elsewhere: export \(TokenStore.pathVariable)=PATH",
                exitCode: Failure.ExitCode.failed)
        }
    }

    private func timed(_ check: Check, _ words: String, _ seconds: Double, _ brief: String) -> CheckResult {
        let found = "\(words) in \(ConnectionCheck.time(seconds))"
        guard seconds > Self.slow else { return .ok(check, found, seconds: seconds) }
        return .warning(
            check, "\(found), which is slow", brief: brief,
            remedy: "Try again; if it stays so, keep tokens on a faster disk: export \(TokenStore.pathVariable)=PATH",
            seconds: seconds)
    }

    private func cache(_ facts: FolderFacts) -> CheckResult {
        guard let cache = facts.cache else {
            return .warning(
                .cache, "there is no folder to keep data sets in", brief: "no cache folder",
                remedy: "Set XDG_CACHE_HOME or HOME.")
        }
        guard facts.isCacheWritable else {
            return .warning(
                .cache, "\(cache) cannot be written", brief: "the cache cannot be written",
                remedy: "Set XDG_CACHE_HOME to a folder of yours.")
        }
        return .ok(.cache, "\(cache) can be written")
    }

    /// As in `12 MB`, `3.4 GB`.
    static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        var (value, place) = (Double(bytes), 0)
        while value >= 1000, place + 1 < units.count { (value, place) = (value / 1000, place + 1) }
        return "\(NumberText.fixed(value, value < 10 && place > 1 ? 1 : 0)) \(units[place])"
    }
}
