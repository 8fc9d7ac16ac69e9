import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFCommands
@testable import ALCFHTTP

/// Every outcome of every check of `alcf doctor`, without a network.
@Suite struct DoctorCheckTests {
    private func expect(
        _ result: CheckResult, _ status: CheckResult.Status, _ words: String..., code: Int32 = 0,
        place: SourceLocation = #_sourceLocation
    ) {
        #expect(result.status == status && result.exitCode == code, "\(result)", sourceLocation: place)
        let text = [result.found, result.brief, result.remedy ?? ""].joined(separator: "\n")
        for word in words { #expect(text.contains(word), "\(text)", sourceLocation: place) }
        // Whoever reads that something is wrong learns what, in a few words, and what to do.
        let isWrong = status == .warning || status == .failed
        #expect(isWrong == !result.brief.isEmpty, "\(result)", sourceLocation: place)
        #expect(!isWrong || result.remedy != nil, "\(result)", sourceLocation: place)
    }

    // MARK: Program

    @Test func theProgramAndItsLibraries() {
        let results = ProgramChecks(versions: .sample()).results
        expect(results[0], .ok, "1.2.3, glibc 2.31, Linux 5.3 x86_64, from /home/u/.local/bin/alcf")
        expect(results[1], .ok, "8.14.1 with OpenSSL/3.5.4, HTTP/2, from /usr/lib64/libcurl.so.4.8.0")
        expect(results[2], .ok, "3.5.4 1 Jul 2025, inside the program")
        expect(results[3], .ok, "2.14, inside the program")
    }

    @Test func aLibcurlThatIsNoneOrOfNoUse() {
        let missing = HTTPError(.other, "the network library libcurl 4 cannot be used: x", remedy: "Install it.")
        expect(ProgramChecks(versions: .sample(curl: .failure(missing))).results[1], .failed, "Install it", code: 69)
        let bare = HTTPLibrary(version: "8.1", tls: nil, speaksHTTP2: false)
        expect(ProgramChecks(versions: .sample(curl: .success(bare))).results[1], .failed, "without TLS", code: 69)
    }

    @Test func theVersionsOfThisProcess() throws {
        let versions = ProgramVersions.current
        let json = versions.json
        for name in ["alcf", "libcurl", "openssl", "jansson", "c_library", "system"] {
            #expect(json[name]?.string?.isEmpty == false, "\(name)")
        }
        #expect(try versions.curl.get().version.split(separator: ".").count == 3)
        #expect(versions.libraries.path(of: "libcurl") != nil || versions.libraries.path(of: "libc") == nil)
    }

    // MARK: Certificates

    private func certificates(_ environment: [String: String]) -> CheckResult {
        CertificateChecks(.inForce { environment[$0] }).result
    }

    @Test func certificatesAreCounted() throws {
        let folder = try TemporaryDirectory()
        func check(_ name: String, _ variable: String = "SSL_CERT_FILE") -> CheckResult {
            certificates([variable: folder.file(name)])
        }
        let one = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"
        try AtomicFile.write(Array("# A\n\(one)\(one)".utf8), to: folder.file("two.pem"))
        for variable in ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"] {
            expect(
                check("two.pem", variable), .ok, "2 certificates in \(folder.file("two.pem")) (\(variable) names it)")
        }
        try AtomicFile.write(Array("nothing".utf8), to: folder.file("none.pem"))
        expect(check("none.pem"), .failed, "no certificate", "unset SSL_CERT_FILE", code: 69)
        expect(check("missing.pem"), .failed, "No such file", "unset SSL_CERT_FILE", code: 69)
        try AtomicFile.write([1], to: folder.file("certs/5ed36f99.0"))
        try AtomicFile.write([1], to: folder.file("certs/README"))
        expect(check("certs", "SSL_CERT_DIR"), .ok, "1 certificate in")
        expect(check("certs"), .ok, "1 certificate in")
        // A folder that is not there does no harm beside one that is.
        expect(certificates(["SSL_CERT_DIR": "/nowhere:\(folder.file("certs"))"]), .ok, "1 certificate in")
        expect(
            certificates(["SSL_CERT_FILE": folder.file("two.pem"), "SSL_CERT_DIR": folder.file("certs")]), .ok,
            "3 certificates in")
        #expect(CertificateChecks.isHashed("5ed36f99.12") && !CertificateChecks.isHashed("5ed36f99.r0"))
        // The one in force is named, and the one that is not.
        var both = ["CURL_CA_BUNDLE": folder.file("two.pem"), "SSL_CERT_FILE": folder.file("mine.pem")]
        expect(certificates(both), .ok, "CURL_CA_BUNDLE names it; SSL_CERT_FILE set too, and passed over")
        both["CURL_CA_BUNDLE"] = folder.file("gone.pem")
        expect(certificates(both), .failed, "those of SSL_CERT_FILE: unset CURL_CA_BUNDLE", code: 69)
    }

    @Test func withoutAnyCertificatesEachPlaceIsListed() {
        let disk = CertificateDisk(
            isFile: { _ in false }, exists: { $0 == "/own.pem" }, isFolder: { _ in false },
            holdsCertificates: { _ in false })
        let nothing = CertificateAuthorities(libraryFile: "/own.pem", libraryFolder: nil, disk: disk)
        let result = CertificateChecks(nothing).result
        expect(result, .failed, "there, but not to be read: /own.pem", "SSL_CERT_FILE", "ca-certificates", code: 69)
        for path in CertificateAuthorities.knownFiles { #expect(result.found.contains(path)) }
    }

    // MARK: Proxy

    private func proxy(_ environment: [String: String]) throws -> [CheckResult] {
        ProxyChecks(
            servers: [
                ("Globus Auth", try HTTPURL("https://auth.example/")),
                ("the gateway", try HTTPURL("https://gateway.example/resource_server")),
            ]
        ) { environment[$0] }.results
    }

    @Test func proxiesAreToldWithoutTheirPasswords() throws {
        var results = try proxy([:])
        expect(results[0], .ok, "none is set")
        expect(results[1], .ok, "not needed")
        results = try proxy([
            "https_proxy": "http://user:s3cret@proxy.example:3128", "no_proxy": "localhost,127.0.0.1,.gateway.example",
            "http_proxy": "http://other:pass@other.example",
        ])
        expect(
            results[0], .ok,
            "http://proxy.example:3128 (https_proxy, with a user or password, which is not shown) for Globus Auth; none for the gateway",
            "also set: http_proxy")
        expect(results[1], .ok, "localhost,127.0.0.1")
        for text in results.map(\.found) { #expect(!text.contains("s3cret") && !text.contains("user:")) }
        expect(try proxy(["https_proxy": "http://proxy.example:3128"])[0], .ok, "(https_proxy) for")
    }

    @Test func thisMachineIsToBeReachedDirectly() throws {
        let base = ["https_proxy": "http://proxy.example:3128"]
        func noProxy(_ name: String, _ value: String) throws -> CheckResult {
            try proxy(base.merging([name: value]) { $1 })[1]
        }
        expect(try proxy(base)[1], .warning, "no_proxy is not set", "export no_proxy=localhost,127.0.0.1")
        expect(
            try noProxy("no_proxy", "localhost"), .warning, "127.0.0.1 not in no_proxy",
            "export no_proxy=localhost,127.0.0.1")
        for value in ["*", "127.0.0.1 localhost", "LOCALHOST,127.0.0.0/8"] {
            expect(try noProxy("NO_PROXY", value), .ok)
        }
    }

    @Test func aProxyThatIsWrittenWrongly() throws {
        let result = try proxy(["https_proxy": "http://user:p#ss@proxy.example:3128"])[0]
        expect(result, .failed, "https_proxy", "%23", code: 64)
        #expect(!result.found.contains("p#ss") && !result.found.contains("user:"))
    }

    // MARK: Servers

    private func connection(
        _ answer: Finding<ServerAnswer>, _ check: Check = .gateway,
        url: String = "https://gateway.example/resource_server",
        environment: [String: String] = [:]
    ) throws -> CheckResult {
        ConnectionCheck(
            check: check, name: check == .globus ? "Globus Auth" : "the gateway", variable: "THE_VARIABLE",
            url: try HTTPURL(url), answer: answer
        ) { environment[$0] }.result
    }

    @Test func aServerThatIsReachedIsTimed() throws {
        let result = try connection(.found(.sample()))
        expect(
            result, .ok,
            "gateway.example at 192.0.2.7: name 3.0 ms, connection 12 ms, TLS 30 ms, answer 100 ms")
        #expect(result.seconds == 0.2)
        expect(
            try connection(.found(.sample()), environment: ["https_proxy": "http://u:p@proxy.example:1"]), .ok,
            "gateway.example through the proxy http://proxy.example:1: ")
        // The trouble of the gateway itself is told by another check.
        expect(try connection(.found(.sample(.init("https://gateway.example/x"), 503))), .ok)
        expect(try connection(.found(.sample("https://auth.example/x", 503)), .globus), .failed, "503", code: 69)
        expect(try connection(.found(.sample("https://auth.example/x", 404)), .globus), .ok)
        expect(
            try connection(
                .found(.sample("https://auth.example/x", 302, headers: [("Location", "https://hotel/?a=b")]))),
            .failed, "https://hotel/?…", "THE_VARIABLE", code: 1)
        expect(try connection(.notTried("why")), .notTried, "why")
        expect(
            try connection(.failed(AuthError(.misconfigured, "it is no URL", remedy: "Unset it."))), .failed, "no URL",
            code: 64)
    }

    @Test(arguments: [
        (HTTPError.Code.dns, "export https_proxy=http://proxy.alcf.anl.gov:3128", "cannot be reached"),
        (.connect, "export https_proxy=http://proxy.alcf.anl.gov:3128", "cannot be reached"),
        (.timeoutConnect, "export https_proxy=http://proxy.alcf.anl.gov:3128", "cannot be reached"),
        (.tls, "'Trusted' and 'Clock'", "no safe connection"),
        (.timeoutFirstByte, "again", "cannot be reached"),
    ])
    func aServerThatIsNotReached(code: HTTPError.Code, remedy: String, brief: String) throws {
        expect(try connection(.failed(HTTPError(code, "it is so"))), .failed, "it is so", remedy, brief, code: 69)
    }

    @Test func noConnectionByWayOfAProxyOrToThisMachine() throws {
        let proxy = ["https_proxy": "http://user:s3cret@proxy.example:1"]
        expect(
            try connection(.failed(HTTPError(.connect, "x")), environment: proxy), .failed,
            "http://proxy.example:1 in https_proxy", code: 69)
        expect(
            try connection(.failed(HTTPError(.connect, "x")), url: "http://127.0.0.1:9/"), .failed,
            "unset THE_VARIABLE",
            code: 69)
    }

    // MARK: Clock

    private func clock(ahead seconds: Double, roundTrip: Double = 0.2) -> CheckResult {
        ClockCheck([
            .init(
                name: "Globus Auth", date: 1_800_000_000, received: 1_800_000_000.5 + roundTrip / 2 + seconds,
                roundTrip: roundTrip)
        ]).result
    }

    @Test func theClockIsJudgedByTheServers() throws {
        expect(clock(ahead: 0), .ok, "as Globus Auth's (± 0.6 s)")
        expect(clock(ahead: 5), .ok, "5.0 s ahead of Globus Auth's (± 0.6 s); up to 60 s do no harm")
        expect(clock(ahead: -60.2), .ok, "60.2 s behind")
        expect(clock(ahead: -90), .warning, "90.0 s behind", "clock 90 seconds slow", "too late", "timedatectl")
        expect(clock(ahead: 299), .warning, "5 minutes ahead", "fast")
        expect(clock(ahead: -420), .failed, "7 minutes behind", "clock 7 minutes slow", "timedatectl", code: 1)
        // What half a long round trip may explain is no fault.
        expect(clock(ahead: 65, roundTrip: 12), .ok)
        expect(ClockCheck([], reason: "no server was reached").result, .notTried, "no server was reached")
        let one = ClockCheck.Reading(name: "Globus Auth", date: 0, received: 1000, roundTrip: 0)
        let other = ClockCheck.Reading(name: "the gateway", date: 1000, received: 1000.5, roundTrip: 0)
        expect(ClockCheck([one, other]).result, .ok, "ahead of Globus Auth's", "as the gateway's")
    }

    @Test func aDateIsReadFromAnAnswer() throws {
        let answer = try ServerAnswer.sample(
            headers: [("date", "Fri, 15 Jan 2027 08:00:00 GMT")], received: 1_800_000_000.55 + 240)
        let reading = try #require(ClockCheck.Reading("the gateway", answer))
        #expect(abs(reading.difference - 240) < 0.001 && abs(reading.uncertainty - 0.55) < 0.001)
        #expect(ClockCheck.Reading("the gateway", try .sample(headers: [("date", "today")])) == nil)
    }

    // MARK: Service

    private func service(
        health: Finding<ServerAnswer>? = nil, whoami: Finding<WhoAmI> = .notTried("x"),
        models: Finding<[ModelFacts]> = .notTried("x"), local: Finding<ServerAnswer> = .notTried("x")
    ) throws -> [CheckResult] {
        ServiceChecks(
            health: try health ?? .found(.sample()), whoami: whoami, models: models, local: local
        ).results
    }

    @Test func theGatewaysHealth() throws {
        func health(_ finding: Finding<ServerAnswer>) throws -> CheckResult { try service(health: finding)[0] }
        expect(try health(.found(.sample())), .ok)
        expect(try health(.notTried("--offline was given")), .notTried, "--offline")
        expect(try health(.failed(HTTPError(.connect, "x"))), .notTried, "the gateway was not reached")
        let error = #"{"error": {"code": "internal_error", "message": "Down for the night", "info": {}}}"#
        expect(
            try health(.found(.sample("https://gateway.example/resource_server/health", 503, body: error))), .failed,
            "Down for the night", "answers with 503", code: 69)
        expect(
            try health(.found(.sample("https://gateway.example/health", 404, body: "<html>"))), .failed,
            "/resource_server",
            code: 1)
        expect(
            try health(.found(.sample("https://gateway.example/health", body: "<html>Welcome"))), .failed,
            "ALCF_BASE_URL",
            code: 1)
        #expect(ServiceChecks.obstacle(.failed(HTTPError(.dns, "x"))) == "the gateway was not reached")
        #expect(ServiceChecks.obstacle(.found(try .sample())) == nil)
    }

    private static func refusal(_ message: String, _ status: Int = 401) throws -> ClientError {
        let body: JSONValue = ["error": ["code": "unauthorized", "message": .string(message), "info": [:]]]
        return ClientError(
            status: status, headers: HTTPHeaders(), body: body.serializedBytes(),
            from: try HTTPURL("https://gateway.example/resource_server/whoami"), isService: true, requestSize: 0,
            clock: .system)
    }

    @Test func theGatewaysViewOfTheUser() throws {
        let me = try WhoAmI(json: ["username": "auser@anl.gov", "id": "1", "idp_name": "Argonne"])
        expect(try service(whoami: .found(me))[1], .ok, "auser@anl.gov (Argonne)")
        func refused(_ error: any Error) throws -> CheckResult { try service(whoami: .failed(error))[1] }
        expect(
            try refused(Self.refusal("Token is either not active or invalid")), .failed, "does not accept the sign-in",
            "alcf authenticate --force", code: 77)
        expect(
            try refused(
                Self.refusal(
                    "Error: Permission denied from internal policies. This is likely due to a high-assurance timeout.")),
            .failed, "does not accept the sign-in", "alcf authenticate --force", code: 77)
        expect(
            try refused(Self.refusal("Could not introspect token with Globus x")), .failed, "did not say who you are",
            code: 75)
        let fixed = AuthError(
            .tokenRejected, "the service does not accept the access token in ALCF_ACCESS_TOKEN", remedy: "x")
        expect(try refused(fixed), .failed, "ALCF_ACCESS_TOKEN", code: 77)
    }

    @Test func theModelsThatAreAskedByDefault() throws {
        func models(_ states: [(KnownCluster, ModelFacts.State)]) throws -> CheckResult {
            try service(models: .found(states.map { ModelFacts(cluster: $0.0, state: $0.1) }))[2]
        }
        expect(try models([(.metis, .running), (.sophia, .running)]), .ok, "Metis running, Sophia running")
        expect(
            try models([(.metis, .running), (.sophia, .offline)]), .warning, "Sophia not running",
            "gpt-oss-120b not running on Sophia", "A question starts it")
        expect(try models([(.metis, .offline)]), .warning, "alcf list-models metis --live")
        expect(try models([(.sophia, .queued)]), .warning, "alcf wait -c sophia gpt-oss-120b")
        expect(try models([(.sophia, .starting)]), .warning, "alcf wait -c sophia gpt-oss-120b")
        expect(try models([(.sophia, .maintenance)]), .warning, "under maintenance", "alcf status")
        expect(try models([(.minerva, .notServed)]), .warning, "not in your list", "alcf list-models minerva")
        expect(try models([(.metis, .unknown("it broke"))]), .warning, "it broke", "alcf jobs metis")
        expect(try models([]), .warning, "alcf list-endpoints")
        expect(try service(models: .failed(try Self.refusal("x", 503)))[2], .failed, code: 69)
    }

    @Test func theLocalServer() throws {
        func local(_ finding: Finding<ServerAnswer>) throws -> CheckResult { try service(local: finding)[3] }
        expect(try local(.failed(HTTPError(.connect, "x"))), .ok, "none runs")
        let url = "http://127.0.0.1:8814/health"
        expect(try local(.found(.sample(url, body: #"{"program": "alcf"}"#))), .ok, "http://127.0.0.1:8814/v1")
        expect(try local(.found(.sample(url, body: "hello"))), .warning, "alcf serve --port 0")
    }

    // MARK: Files

    private static let works = FolderProbe(lock: .works(0.0001), write: .works(0.004))

    private func files(
        kind: String? = "ext4", bytes: Int = 12_300_000_000, files: Int? = 1000, probe: FolderProbe = works,
        isFileWritable: Bool = false, cache: String? = "/h/.cache/alcf/datasets", isCacheWritable: Bool = true
    ) -> [CheckResult] {
        FileChecks(
            facts: FolderFacts(
                folder: "/h/.globus", examined: "/h",
                fileSystem: FileSystem(kind: kind, freeBytes: bytes, freeFiles: files),
                probe: probe, isFileWritable: isFileWritable, cache: cache, isCacheWritable: isCacheWritable)
        ).results
    }

    @Test func theFolderOfTheTokens() {
        let results = files()
        expect(results[0], .ok, "ext4: /h, as /h/.globus is not made yet")
        expect(results[1], .ok, "12 GB free")
        expect(results[2], .ok, "taken in 0.1 ms")
        expect(results[3], .ok, "written, flushed and renamed in 4.0 ms")
        expect(results[4], .ok, "/h/.cache/alcf/datasets")
        expect(files(kind: "nfs4")[0], .ok, "nfs4, shared with other machines")
        expect(files(kind: "tmpfs")[0], .warning, "lost when the machine starts anew")
        expect(files(bytes: 50_000_000)[1], .warning, "50 MB free")
        expect(files(bytes: 0)[1], .failed, "the disk is full", code: 1)
        expect(files(files: 0)[1], .failed, "no more files", code: 1)
        expect(files(files: nil)[1], .ok)
        expect(files(cache: nil)[4], .warning, "XDG_CACHE_HOME")
        expect(files(isCacheWritable: false)[4], .warning, "XDG_CACHE_HOME")
    }

    @Test func filesThatCannotBeWrittenOrLocked() {
        expect(
            files(probe: FolderProbe(lock: .unsupported, write: .works(0.01)))[2], .warning, "no locks",
            "ALCF_TOKENS_FILE")
        expect(files(probe: FolderProbe(lock: .works(2), write: .works(3)))[2], .warning, "2.0 s, which is slow")
        expect(files(probe: FolderProbe(lock: .works(2), write: .works(3)))[3], .warning, "3.0 s, which is slow")
        func failing(_ number: CInt, isFileWritable: Bool = false) -> [CheckResult] {
            let error = FolderProbe.Outcome.fails(FileError("open", "/h/x", number: number))
            return files(probe: FolderProbe(lock: error, write: error), isFileWritable: isFileWritable)
        }
        expect(failing(EACCES)[2], .notTried)
        expect(failing(EACCES)[3], .failed, "Permission denied", "ALCF_TOKENS_FILE", code: 1)
        expect(failing(EROFS, isFileWritable: true)[3], .warning, "written over")
        expect(failing(EDQUOT)[3], .failed, "larger quota", code: 1)
        expect(failing(ENOSPC)[3], .failed, "no room for the token file", code: 1)
    }

    @Test func aFileSystemThatDoesNotAnswer() {
        let results = FileChecks(facts: nil).results
        expect(results[0], .failed, "does not answer", code: 1)
        for result in results.dropFirst() { expect(result, .notTried, "does not answer") }
        let late = SignInChecks(facts: nil)
        expect(late.results[0], .failed, "ALCF_PASSPHRASE_COMMAND", code: 1)
        #expect(late.obstacle != nil)
        #expect(late.results.map(\.check) == Check.allCases.filter { $0.group == .signIn })
    }
}
