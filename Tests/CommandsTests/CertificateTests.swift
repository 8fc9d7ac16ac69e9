import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Servers with a certificate of their own, made by Python.
@Suite(.serialized) struct CertificateTests {
    private struct Server {
        let program: RunningProgram
        let port: Int
    }

    /// A folder with a certificate, and files to be served; nil without openssl.
    private func folder() async throws -> TemporaryDirectory? {
        let folder = try TemporaryDirectory()
        let result = try? await Program("openssl").run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder.file("key.pem"), "-out",
                folder.file("cert.pem"),
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            ], environment: ["PATH": "/usr/bin:/bin"])
        guard result?.exitCode == 0 else {
            print("notice: there is no openssl here: CertificateTests are left out")
            return nil
        }
        try AtomicFile.write(Array("{\"data\":[{\"id\":\"only-model\"}]}".utf8), to: folder.file("v1/models"))
        return folder
    }

    /// - Parameter options: what is done to Python's `SSLContext`, named `c`.
    private func serve(_ folder: TemporaryDirectory, _ options: String = "") async throws -> Server {
        let script = """
            import http.server, ssl, sys
            class H(http.server.SimpleHTTPRequestHandler):
                def __init__(self, *a): super().__init__(*a, directory="\(folder.path)")
                def translate_path(self, path): return "\(folder.path)" + path
                def do_POST(self): self.send_error(503)
                def log_message(self, *a): pass
            s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
            c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            c.load_cert_chain("\(folder.file("cert.pem"))", "\(folder.file("key.pem"))")
            \(options)
            s.socket = c.wrap_socket(s.socket, server_side=True)
            print(s.server_address[1], flush=True)
            s.serve_forever()
            """
        let program = try RunningProgram(
            Program("python3"), ["-W", "ignore", "-c", script],
            environment: ["PATH": ProcessEnvironment.value("PATH") ?? ""])
        _ = try await program.waits { $0.output.hasSuffix("\n") }
        return Server(program: program, port: Int(program.output.dropLast()) ?? 0)
    }

    private func models(_ alcf: Alcf, _ server: Server, _ arguments: String...) async throws -> ProgramResult {
        try await Program.alcf.run(
            [
                "benchmark", "--target", "x=https://127.0.0.1:\(server.port)/v1", "-n", "1", "--warmup", "0",
                "--no-self-check",
                "--quiet", "--overwrite", "-o", alcf.folder.file("run"),
            ] + arguments, environment: alcf.environment)
    }

    /// What a run says that did not learn which model the target has.
    private static let refused = "does not list its models"

    /// Under a policy of OpenSSL's that takes every version, as some systems have it.
    @Test(arguments: [("TLSv1", false), ("TLSv1_1", false), ("TLSv1_2", true), ("TLSv1_3", true)])
    func speaksTLS12AtLeast(version: String, isSpoken: Bool) async throws {
        guard let folder = try await folder() else { return }
        let policy = isSpoken ? "" : "c.set_ciphers('DEFAULT@SECLEVEL=0'); "
        let server = try await serve(
            folder, "\(policy)c.minimum_version = c.maximum_version = ssl.TLSVersion.\(version)")
        var alcf = try Alcf()
        alcf.environment["SSL_CERT_FILE"] = folder.file("cert.pem")
        alcf.environment["OPENSSL_CONF"] = folder.file("openssl.cnf")
        let lax = """
            openssl_conf = a
            [a]
            ssl_conf = b
            [b]
            system_default = c
            [c]
            MinProtocol = TLSv1
            CipherString = DEFAULT@SECLEVEL=0

            """
        try AtomicFile.write(Array(lax.utf8), to: folder.file("openssl.cnf"))
        let result = try await models(alcf, server)
        #expect(result.errors.contains(Self.refused) == !isSpoken, "\(result.errors)")
        if !isSpoken { #expect(result.errors.contains("no safe connection")) }
        withExtendedLifetime(server.program) {}
    }

    @Test func aCertificateIsCheckedUnlessItIsSaidOtherwise() async throws {
        guard let folder = try await folder() else { return }
        let server = try await serve(folder)
        var alcf = try Alcf()
        let plain = try await models(alcf, server)
        #expect(plain.exitCode == 64 && plain.errors.contains("no safe connection"))
        let insecure = try await models(alcf, server, "--insecure", "x")
        #expect(!insecure.errors.contains(Self.refused), "\(insecure.errors)")
        for ending in [".jsonl", ".json", ".md", ".html"] {
            let text = String(decoding: try FileContents(path: alcf.folder.file("run") + ending).bytes, as: UTF8.self)
            #expect(text.contains(ending == ".jsonl" ? "\"insecure\":true" : "certificate"), "\(ending)")
        }
        for variable in ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] {
            var trusting = alcf
            trusting.environment[variable] = folder.file("cert.pem")
            #expect(try await !models(trusting, server).errors.contains(Self.refused), "\(variable)")
        }
        let hash = try await Program("openssl").run(
            ["x509", "-in", folder.file("cert.pem"), "-noout", "-hash"], environment: ["PATH": "/usr/bin:/bin"]
        ).output.prefix { $0 != "\n" }
        var foldered = alcf
        foldered.environment["SSL_CERT_DIR"] = folder.path
        let empty = try await models(foldered, server)
        #expect(empty.exitCode == 64 && empty.errors.contains("SSL_CERT_DIR names holds no"), "\(empty.errors)")
        try AtomicFile.write(FileContents(path: folder.file("cert.pem")).bytes, to: folder.file("\(hash).0"))
        foldered.environment["SSL_CERT_DIR"] = "/nowhere:\(folder.path)"
        #expect(try await !models(foldered, server).errors.contains(Self.refused))
        for name in ["metis", "y", "sophia"] {
            let refused = try await models(alcf, server, "--insecure", name)
            #expect(refused.exitCode == 64 && refused.errors.contains("always checked"))
        }
        alcf.environment["SSL_CERT_FILE"] = "/nowhere"
        let missing = try await models(alcf, server)
        #expect(missing.exitCode == 64 && missing.errors.contains("SSL_CERT_FILE"), "\(missing.errors)")
        withExtendedLifetime(server.program) {}
    }

    @Test func dataSetsAreFetchedWithTheSameCertificates() async throws {
        guard let folder = try await folder() else { return }
        let row =
            "{\"row\":{\"id\":\"1\",\"title\":\"T\",\"context\":\"Rome is old.\",\"question\":\"How is Rome?\","
            + "\"answers\":{\"text\":[\"old\"],\"answer_start\":[8]}}}"
        try AtomicFile.write(
            Array("{\"rows\":[\(row)],\"num_rows_total\":1}".utf8),
            to: folder.file("rows?dataset=a%2Fb&config=c&split=d&offset=0&length=100"))
        let server = try await serve(folder)
        var alcf = try Alcf()
        alcf.environment["HF_DATASETS_SERVER"] = "https://localhost:\(server.port)"
        let arguments = [
            "benchmark", "--simulate", "--speed", "100", "--dataset", "hf:a/b:c:d", "-n", "1", "--no-self-check",
            "--quiet", "-o",
            alcf.folder.file("run"),
        ]
        let untrusted = try await Program.alcf.run(arguments, environment: alcf.environment)
        #expect(untrusted.exitCode == 69 && untrusted.errors.contains("no safe connection"), "\(untrusted.errors)")
        alcf.environment["SSL_CERT_FILE"] = folder.file("cert.pem")
        let trusted = try await Program.alcf.run(arguments, environment: alcf.environment)
        #expect(trusted.exitCode == 0, "\(trusted.errors)")
        withExtendedLifetime(server.program) {}
    }
}
