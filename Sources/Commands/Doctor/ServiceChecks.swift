import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFServe
import ALCFSystem

/// The checks of the service itself, and of the local server before it.
struct ServiceChecks {
    /// Answer of the gateway's `/health`.
    let health: Finding<ServerAnswer>
    /// Identity that the gateway takes the user for.
    let whoami: Finding<WhoAmI>
    /// The default model on each cluster.
    let models: Finding<[ModelFacts]>
    /// The answer of the port of `alcf serve`.
    let local: Finding<ServerAnswer>

    var results: [CheckResult] { [healthResult, whoamiResult, modelsResult, localResult] }

    /// Reason for asking the gateway nothing more; nil where it is well.
    static func obstacle(_ health: Finding<ServerAnswer>) -> String? {
        switch health {
        case .notTried(let reason): reason
        case .failed: "the gateway was not reached"
        case .found(let answer): isWell(answer) ? nil : "the gateway is not well"
        }
    }

    private static func isWell(_ answer: ServerAnswer) -> Bool {
        answer.status == 200 && (try? JSONValue(parsing: answer.body))?["status"]?.string == "ok"
    }

    private var healthResult: CheckResult {
        switch health {
        case .notTried(let reason): return .notTried(.health, reason)
        case .failed: return .notTried(.health, "the gateway was not reached")
        case .found(let answer):
            if Self.isWell(answer) { return .ok(.health, "the gateway says that it is well") }
            guard answer.status != 200 else {
                return .failed(
                    .health, "\(answer.url) does not answer as the gateway does",
                    brief: "the gateway is not the gateway",
                    remedy: "Check \(InferenceClient.baseURLVariable), and whether a proxy answers in its place.",
                    exitCode: Failure.ExitCode.failed)
            }
            let error = ClientError(
                status: answer.status, headers: answer.headers, body: answer.body, from: answer.url, isService: true,
                requestSize: 0, clock: .system)
            return .failed(
                .health, error, brief: "the gateway answers with \(answer.status)",
                remedy: answer.status == 404
                    ? "Check \(InferenceClient.baseURLVariable), which must end in /resource_server." : nil)
        }
    }

    private var whoamiResult: CheckResult {
        switch whoami {
        case .notTried(let reason): return .notTried(.whoami, reason)
        case .found(let me):
            let who = me.username ?? me.id ?? "a user whom it does not name"
            let provider = me.identityProvider.map { " (\($0))" } ?? ""
            return .ok(.whoami, "the gateway accepts the token, and takes you for \(who)\(provider)")
        case .failed(let error):
            let code = (error as? ClientError)?.code
            let isRefused = code?.category == .signIn || (error as? AuthError)?.code == .tokenRejected
            let remedy =
                code == .tokenInactive
                ? "Try to renew it: alcf whoami; or, if that fails, sign in again: alcf authenticate --force" : nil
            return .failed(
                .whoami, error,
                brief: isRefused ? "the gateway does not accept the sign-in" : "the gateway did not say who you are",
                remedy: remedy)
        }
    }

    private var modelsResult: CheckResult {
        switch models {
        case .notTried(let reason): return .notTried(.models, reason)
        case .failed(let error): return .failed(.models, error, brief: "the models cannot be listed")
        case .found(let facts):
            let isOneModel = Set(facts.map(\.model)).count < 2
            let states =
                (isOneModel ? "\(facts.first?.model ?? ""): " : "")
                + facts.map { "\($0.cluster.title) \(isOneModel ? "" : $0.model + " ")\($0.state.words)" }
                .joined(separator: ", ")
            guard let bad = facts.first(where: { $0.state != .running }) else {
                guard !facts.isEmpty else {
                    return .warning(
                        .models, "the gateway lists none of the known clusters", brief: "no known cluster",
                        remedy: "See what there is: alcf list-endpoints")
                }
                return .ok(.models, states)
            }
            let names = facts.filter { $0.state != .running }.map(\.cluster.title)
            return .warning(
                .models, states, brief: "\(bad.model) not running on \(names.joined(separator: " and "))",
                remedy: Self.remedy(bad))
        }
    }

    private static func remedy(_ facts: ModelFacts) -> String {
        let (cluster, model) = (facts.cluster.name, facts.model.shellQuoted)
        switch facts.state {
        case .offline where facts.cluster.startsOnRequest:
            return
                "A question starts it, which takes 10 to 15 minutes; or choose a running one: alcf list-models \(cluster) --live"
        case .starting, .queued: return "Wait for it: alcf wait -c \(cluster) \(model)"
        case .maintenance: return "Use another cluster meanwhile; to see which are up: alcf status"
        case .notServed: return "See its models: alcf list-models \(cluster)"
        case .unknown: return "Ask again: alcf jobs \(cluster)"
        case .offline, .running: return "Choose a running one: alcf list-models \(cluster) --live"
        }
    }

    private var localResult: CheckResult {
        let place = "127.0.0.1:\(ServeDefaults.port)"
        switch local {
        case .notTried(let reason): return .notTried(.localServer, reason)
        case .failed: return .ok(.localServer, "none runs at \(place); none is needed")
        case .found(let answer):
            let program = (try? JSONValue(parsing: answer.body))?["program"]?.string
            guard program == "alcf" else {
                return .warning(
                    .localServer, "another program answers at \(place)",
                    brief: "another program has the port of 'alcf serve'",
                    remedy: "Choose another port for it: alcf serve --port 0")
            }
            return .ok(.localServer, "one answers at http://\(place)/v1")
        }
    }
}
