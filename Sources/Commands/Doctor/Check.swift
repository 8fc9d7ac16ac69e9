/// A check of `alcf doctor`, in the order of the report. The raw value is its id in JSON, and in docs/doctor.md.
enum Check: String, CaseIterable, Sendable {
    case version, libcurl, openssl, jansson
    case settings
    case certificates
    case proxy
    case noProxy = "no_proxy"
    case globus, gateway, clock
    case tokenSource = "token_source"
    case tokenFile = "token_file"
    case identity
    case accessToken = "access_token"
    case session
    case health, whoami, models
    case localServer = "local_server"
    case fileSystem = "file_system"
    case diskSpace = "disk_space"
    case fileLock = "file_lock"
    case fileWrite = "file_write"
    case cache

    /// Name in the report.
    var title: String {
        switch self {
        case .version: "alcf"
        case .libcurl: "libcurl"
        case .openssl: "OpenSSL"
        case .jansson: "jansson"
        case .settings: "Settings"
        case .certificates: "Trusted"
        case .proxy: "Proxy"
        case .noProxy: "no_proxy"
        case .globus: "Globus Auth"
        case .gateway: "Gateway"
        case .clock: "Clock"
        case .tokenSource: "Source"
        case .tokenFile: "Token file"
        case .identity: "Identity"
        case .accessToken: "Access token"
        case .session: "Next sign-in"
        case .health: "Health"
        case .whoami: "Accepted"
        case .models: "Models"
        case .localServer: "alcf serve"
        case .fileSystem: "File system"
        case .diskSpace: "Free space"
        case .fileLock: "Lock"
        case .fileWrite: "Write"
        case .cache: "Cache"
        }
    }

    /// Heading that it stands under.
    var group: CheckGroup {
        switch self {
        case .version, .libcurl, .openssl, .jansson, .settings: .program
        case .certificates: .certificates
        case .proxy, .noProxy, .globus, .gateway, .clock: .network
        case .tokenSource, .tokenFile, .identity, .accessToken, .session: .signIn
        case .health, .whoami, .models, .localServer: .service
        case .fileSystem, .diskSpace, .fileLock, .fileWrite, .cache: .files
        }
    }
}
