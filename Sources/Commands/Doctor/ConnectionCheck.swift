import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFSimulator
import ALCFSystem

/// The check that a server can be reached: its name, the connection and TLS, each timed.
struct ConnectionCheck {
    /// `globus` or `gateway`.
    let check: Check
    /// The server in sentences.
    let name: String
    /// The variable that may name another server.
    let variable: String
    /// Address, where that is known.
    let url: HTTPURL?
    let answer: Finding<ServerAnswer>
    /// The value of a variable; nil where it is not set.
    let environment: (String) -> String?

    var result: CheckResult {
        switch answer {
        case .notTried(let reason): return .notTried(check, reason)
        case .failed(let error as HTTPError): return unreached(error)
        case .failed(let error): return .failed(check, error, brief: "the address of \(name) is wrong")
        case .found(let answer): return reached(answer)
        }
    }

    private var proxy: ProxySetting? { url.flatMap { ProxySetting(for: $0, environment: environment) } }

    private func reached(_ answer: ServerAnswer) -> CheckResult {
        if (300..<400).contains(answer.status) {
            return .failed(
                check, Redirect(answer.headers, from: answer.url).message(status: answer.status),
                brief: "\(name) redirects",
                remedy:
                    "Check \(variable), and whether a proxy or a sign-in page of the network intercepts the connection.",
                exitCode: Failure.ExitCode.failed, seconds: answer.seconds)
        }
        // The gateway's own trouble is for the check of its health.
        if check == .globus, answer.status >= 500 {
            return .failed(
                check, "\(answer.url.host) answers with status \(answer.status)", brief: "\(name) is out of order",
                remedy: "Try again in a few minutes.", exitCode: Failure.ExitCode.unavailable,
                seconds: answer.seconds)
        }
        return .ok(check, description(of: answer), seconds: answer.seconds)
    }

    private func description(of answer: ServerAnswer) -> String {
        let timings = answer.timings
        let host = answer.url.host + (answer.url.port == (answer.url.isTLS ? 443 : 80) ? "" : ":\(answer.url.port)")
        var head = host
        if let proxy {
            head += " through the proxy \(proxy.address)"
        } else if let address = timings.remoteAddress, !host.hasPrefix(address) {
            head += " at \(address)"
        }
        if answer.headers[Simulator.speedHeader] != nil { head += " (simulated)" }
        var parts: [String] = []
        if timings.newConnections == 0 {
            parts.append("over a connection that was there")
        } else {
            if let seconds = timings.nameLookup { parts.append("name \(Self.time(seconds))") }
            if let seconds = timings.connect { parts.append("connection \(Self.time(seconds))") }
            if let seconds = timings.tls { parts.append("TLS \(Self.time(seconds))") }
        }
        if timings.firstByte != nil { parts.append("answer \(Self.time(answer.roundTrip))") }
        if !answer.url.isTLS { parts.append("no TLS") }
        return head + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    /// As in `0.3 ms`, `12 ms`, `1.2 s`.
    static func time(_ seconds: Double) -> String {
        if seconds < 0.0001 { return "under 0.1 ms" }
        if seconds >= 1 { return NumberText.fixed(seconds, 1) + " s" }
        return NumberText.fixed(seconds * 1000, seconds < 0.00995 ? 1 : 0) + " ms"
    }

    private func unreached(_ error: HTTPError) -> CheckResult {
        let failure = ClientError(error, url: url, proxy: proxy)
        let brief =
            switch error.code {
            case .tls: "no safe connection to \(name)"
            case .invalidProxy: "the proxy is written wrongly"
            default: "\(name) cannot be reached"
            }
        return .failed(
            check, Failure(error)?.message ?? error.message, brief: brief, remedy: remedy(error) ?? failure.remedy,
            exitCode: error.code == .invalidProxy ? Failure.ExitCode.usage : Failure.ExitCode.unavailable,
            seconds: error.timings?.ended.map { $0.seconds(since: error.timings?.queued ?? $0) })
    }

    /// The proxy that ALCF's compute nodes reach the internet by, according to its documentation.
    static let facilityProxy = "http://proxy.alcf.anl.gov:3128"

    private func remedy(_ error: HTTPError) -> String? {
        if url?.isLoopback == true {
            return "Nothing answers there. If it was a simulator, it has ended: start it again, or unset \(variable)"
        }
        let isWithoutConnection = [.dns, .connect, .timeoutConnect, .timeoutTotal].contains(error.code)
        switch error.code {
        case .tls:
            return
                "See 'Trusted' and 'Clock' in this report. A proxy that inspects connections has a certificate of its own, "
                + "which a file that SSL_CERT_FILE names must contain."
        case _ where isWithoutConnection && proxy == nil:
            return "Check the network. On ALCF's compute nodes, set the proxy: export https_proxy=\(Self.facilityProxy)"
        default: return nil
        }
    }
}
