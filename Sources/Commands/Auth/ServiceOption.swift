import ALCFAuth
import ArgumentParser

/// A service by its name on the command line.
struct ServiceName: ExpressibleByArgument {
    let service: GlobusService

    init(_ service: GlobusService) { self.service = service }

    init?(argument: String) {
        guard let service = GlobusService.known.first(where: { $0.id == argument.lowercased() }) else { return nil }
        self.service = service
    }

    static var allValueStrings: [String] { GlobusService.known.map(\.id) }
    var defaultValueDescription: String { service.id }
}

/// The services to sign in for: one, or all of them.
struct ServiceChoice: ExpressibleByArgument {
    let services: [GlobusService]

    init(_ service: GlobusService) { services = [service] }

    init?(argument: String) {
        if argument.lowercased() == "all" {
            services = GlobusService.known
        } else {
            guard let name = ServiceName(argument: argument) else { return nil }
            services = [name.service]
        }
    }

    static var allValueStrings: [String] { ServiceName.allValueStrings + ["all"] }
    var defaultValueDescription: String { services.count == 1 ? services[0].id : "all" }
}
