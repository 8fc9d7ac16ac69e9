import ALCFAuth
import ALCFSystem
import ArgumentParser

/// Finds out what keeps the program from working on this machine.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check this machine's set-up: what is wrong, and what to do about it.",
        discussion: """
            Looks at the program and its libraries, the trusted certificates, the proxy, Globus and the gateway, the clock, the \
            sign-in, the models, and the disk that tokens are kept on. The first line is the verdict.

            The report can be sent to support: it shows your name at Globus (mostly an e-mail address), names of servers, and \
            paths, but no token, password or other secret. With --anonymous it leaves out who you are, for places that all can \
            read. No token is renewed, nothing is asked, and nothing is left behind. In a pipe, each check is one line. Exits with 0, or with the code of the most important failure: 69 network, 77 sign-in, 75 try again later, 64 a \
            wrong setting, 1 others. Warnings do not count.

              alcf doctor --json > report.json
            """)

    @Flag(help: "Make no connection to other machines.")
    var offline = false

    @Flag(help: "Leave out who you are: names and identifiers of your identity.")
    var anonymous = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let transport = Network.client()
        let variables = Session.variables
        let doctor = Doctor(
            auth: AuthEnvironment(ProcessEnvironment.values(variables), transport: transport), transport: transport,
            versions: .current, isOffline: offline, isAnonymous: anonymous,
            progress: DoctorProgress { StatusLine.show($0) })
        let report = await doctor.report()
        StatusLine.clear()
        if json {
            Console.print(report.json)
        } else {
            Console.print(
                DoctorText(report, colour: Terminal.usesColour(.output), width: Terminal.width(.output)).text)
        }
        guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
    }
}
