/// A group of checks under one heading, in the order of the report.
enum CheckGroup: String, CaseIterable, Sendable {
    case program, certificates, network
    case signIn = "sign_in"
    case service, files

    /// Heading in the report.
    var title: String {
        switch self {
        case .program: "Program"
        case .certificates: "Certificates"
        case .network: "Network"
        case .signIn: "Sign-in"
        case .service: "Service"
        case .files: "Files"
        }
    }
}
