package import ALCFSystem

/// The jobs of a study for a machine's own calendar: each runs one session when it is due.
///
/// Instants are given in a form that does not depend on the reader's zone, or worked out by the machine that submits
/// the jobs; only cron, which knows no other, has them in local time. No job holds a secret.
package struct StudyJobs: Sendable {
    /// A calendar that starts jobs.
    package enum Calendar: String, Sendable, Hashable, CaseIterable {
        /// Timers of systemd, for one user.
        case systemd
        /// A table of cron.
        case cron
        /// Jobs of PBS.
        case pbs
        /// Jobs of Slurm.
        case slurm
        /// A table of Slurm's scrontab.
        case scrontab
    }

    /// Name of the study.
    package var name: String
    /// Full path of the program.
    package var program: String
    /// Full path of the study's folder.
    package var folder: String
    /// When the sessions are due, in seconds since 1970.
    package var due: [Int]
    /// Seconds that a job may take.
    package var seconds: Int
    /// More words for `qsub`, `sbatch` or `#SCRON`, as they are, as in `-A project -q debug`.
    package var options: String?
    /// Variables with keys that the sessions need, by name.
    package var variables: [String] = [] {
        // A plan may be another's, and what is no name of a variable has no place in a script.
        didSet { variables = JobText.variables(variables) }
    }

    /// Jobs with these parts.
    package init(name: String, program: String, folder: String, due: [Int], seconds: Int, options: String? = nil) {
        self.name = name
        self.program = program
        self.folder = folder
        self.due = due
        self.seconds = seconds
        self.options = options
    }

    /// Returns what is to be given to a calendar.
    ///
    /// - Parameter local: an instant in the zone of the machine whose cron it is.
    package func text(for calendar: Calendar, local: (Int) -> LocalTime = LocalTime.init) -> String {
        switch calendar {
        case .systemd: systemd
        case .cron: cron(local)
        case .pbs: pbs
        case .slurm: slurm
        case .scrontab: scrontab(local)
        }
    }

    private var unit: String { "alcf-\(name)" }

    private var jobName: String { JobText.jobName(name) }

    private var command: String { "\(program.shellQuoted) benchmark study run \(folder.shellQuoted)" }

    private var extra: String { options.map { " " + $0 } ?? "" }

    /// In whole minutes.
    private var walltime: String { JobText.walltime(seconds: (max(60, seconds) + 59) / 60 * 60) }

    /// Remarks that go above, as comments.
    private func head(_ lines: [String]) -> String {
        let keys =
            variables.isEmpty
            ? []
            : [
                "The jobs need \(variables.joined(separator: ", ")): set it where they start, in a file that only you can read."
            ]
        return JobText.comments(lines + keys)
    }

    // MARK: systemd

    private var systemd: String {
        let times = due.map { time in
            let text = DateText.iso8601(Double(time))
            return "OnCalendar=\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC\n"
        }.joined()
        return head([
            "Sessions of the study \(name) by timers of systemd. Look through it, then: … --systemd | sh",
            "So that they run while you are signed out: loginctl enable-linger",
            "To take them back: systemctl --user disable --now \(unit).timer",
        ]) + """
            set -e
            units="${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user"
            mkdir -p "$units"
            cat >"$units/\(unit).service" <<'END-OF-UNIT'
            [Unit]
            Description=A session of the study \(name)

            [Service]
            Type=oneshot
            ExecStart=\([program, "benchmark", "study", "run", folder].map(Self.unitQuoted).joined(separator: " "))
            TimeoutStartSec=\(max(60, seconds))
            # 75: none is due, as after a start that comes too late.
            SuccessExitStatus=75
            END-OF-UNIT
            cat >"$units/\(unit).timer" <<'END-OF-UNIT'
            [Unit]
            Description=Sessions of the study \(name)

            [Timer]
            \(times)AccuracySec=1s
            Persistent=true

            [Install]
            WantedBy=timers.target
            END-OF-UNIT
            systemctl --user daemon-reload
            systemctl --user enable --now \(unit).timer

            """
    }

    /// A word of a command in a unit (systemd.service(5), “Command lines”): `%` and `$` are doubled.
    static func unitQuoted(_ word: String) -> String {
        var text = ""
        for scalar in word.unicodeScalars {
            switch scalar {
            case "%", "$": text += "\(scalar)\(scalar)"
            case "\"", "\\": text += "\\\(scalar)"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text == word && word.shellQuoted == word ? word : "\"\(text)\""
    }

    // MARK: cron

    private func lines(_ local: (Int) -> LocalTime, before: String) -> String {
        due.map { time in
            let at = local(time)
            return before
                + "\(at.minute) \(at.hour) \(at.day) \(at.month) * \(command.replacing("%", with: "\\%"))\n"
        }.joined()
    }

    private func zones(_ local: (Int) -> LocalTime) -> String {
        var zones: [String] = []
        for zone in due.map({ local($0).zone }) where !zones.contains(zone) { zones.append(zone) }
        return zones.joined(separator: " and ")
    }

    private func cron(_ local: (Int) -> LocalTime) -> String {
        head([
            "Sessions of the study \(name), in the local time of this machine (\(zones(local))). Add them with: crontab -e",
            "'study run' does nothing outside the planned times, so that lines that stay do no harm next year.",
        ]) + lines(local, before: "")
    }

    private func scrontab(_ local: (Int) -> LocalTime) -> String {
        head([
            "Sessions of the study \(name), in the local time of this machine (\(zones(local))). Add them with: scrontab -e"
        ]) + lines(local, before: "#SCRON --time=\(walltime) --job-name=\(jobName)\(extra)\n")
    }

    // MARK: Batch systems

    private func loop(_ submit: String) -> String {
        """
        set -e
        for due in \(due.map(String.init).joined(separator: " ")); do
        \(submit) <<'END-OF-JOB'
        #!/bin/sh
        exec \(command)
        END-OF-JOB
        done

        """
    }

    private var pbs: String {
        head([
            "Sessions of the study \(name), a job of PBS each. Look through it, then: … --pbs | sh",
            "Options of your site come from --options '-A PROJECT -q QUEUE -l select=1 -l filesystems=home'.",
            "Compute nodes may need https_proxy: set it in ~/.profile or as your site says, not here.",
        ])
            + loop(
                "  qsub -a \"$(date -d \"@$due\" +%Y%m%d%H%M.%S)\" -N \(jobName) -j oe -l walltime=\(walltime)\(extra)")
    }

    private var slurm: String {
        head([
            "Sessions of the study \(name), a job of Slurm each. Look through it, then: … --slurm | sh",
            "Options of your site come from --options '-A ACCOUNT -p PARTITION'.",
        ])
            + loop(
                "  sbatch --begin=\"$(date -d \"@$due\" +%Y-%m-%dT%H:%M:%S)\" --job-name=\(jobName) --ntasks=1 --time=\(walltime)\(extra)"
            )
    }
}
