import ALCFHTTP
import ALCFSystem
import Synchronization

@testable import ALCFCommands

extension ProgramVersions {
    /// Versions of a made-up machine.
    static func sample(curl: Result<HTTPLibrary, HTTPError>? = nil) -> ProgramVersions {
        let library = HTTPLibrary(version: "8.14.1", tls: "OpenSSL/3.5.4", speaksHTTP2: true)
        return ProgramVersions(
            program: "1.2.3", path: "/home/u/.local/bin/alcf", curl: curl ?? .success(library),
            openSSL: "OpenSSL 3.5.4 1 Jul 2025", jansson: "2.14", cLibrary: "glibc 2.31", kernel: "Linux 5.3 x86_64",
            libraries: LoadedLibraries(maps: "0-1 r-xp 0 0:0 1 /usr/lib64/libcurl.so.4.8.0\n"))
    }
}

extension ServerAnswer {
    /// The answer of a server at the other end of a made-up network.
    static func sample(
        _ url: String = "https://gateway.example/resource_server/health", _ status: Int = 200,
        body: String = #"{"status": "ok"}"#, headers: [(String, String)] = [], received: Double = 1_800_000_000
    ) throws -> ServerAnswer {
        let start = MonotonicTime(nanoseconds: 1_000_000_000)
        var timings = HTTPTimings(queued: start)
        timings.sent = start.advanced(by: 0.05)
        timings.firstByte = start.advanced(by: 0.15)
        timings.ended = start.advanced(by: 0.2)
        (timings.nameLookup, timings.connect, timings.tls, timings.newConnections) = (0.003, 0.012, 0.0301, 1)
        timings.remoteAddress = "192.0.2.7"
        return ServerAnswer(
            url: try HTTPURL(url), status: status, headers: HTTPHeaders(headers.map { (name: $0.0, value: $0.1) }),
            body: Array(body.utf8), timings: timings, received: received)
    }
}
