import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Disks that are full, homes that cannot be written, file systems without locks.
@Suite struct SignInDiskTests {
    /// Mounts a small file system for the test; nil where that is not allowed.
    private func mount(_ options: String, at path: String) async throws -> Mount? {
        mkdir(path, 0o700)
        let words = ["-t", "tmpfs", "-o", options, "tmpfs", path]
        let result = try? await Program("mount").run(words, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
        guard result?.exitCode == 0 else {
            print("notice: no file system can be mounted here: a part of SignInDiskTests is left out")
            return nil
        }
        return Mount(path: path)
    }

    private final class Mount: Sendable {
        let path: String
        init(path: String) { self.path = path }
        deinit { umount2(path, Int32(MNT_DETACH)) }
    }

    @Test func aFullDisk() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let disk = alcf.folder.file("disk")
            guard let mount = try await mount("size=16k,mode=700", at: disk) else { return }
            var full = alcf
            full.environment["ALCF_TOKENS_FILE"] = "\(disk)/tokens.json"
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 0, at: "\(disk)/tokens.json")
            let before = try FileContents(path: "\(disk)/tokens.json").bytes
            try? AtomicFile.write([UInt8](repeating: 1, count: 64), to: "\(disk)/small")
            // What is left of the disk is filled, block by block.
            for index in 0..<8 where (try? AtomicFile.write([1], to: "\(disk)/fill\(index)")) == nil { break }

            let result = try await full.run("token")
            #expect(result.exitCode == 0, "the token is good all the same: \(result.errors)")
            #expect(result.output.split(separator: "\n").count == 1)
            #expect(result.errors.contains("No space left on device"))
            #expect(try FileContents(path: "\(disk)/tokens.json").bytes == before, "the old file is whole")
            #expect(!names(in: disk).contains { $0.hasSuffix(".tmp") })
            withExtendedLifetime(mount) {}
        }
    }

    @Test func aHomeThatCannotBeWritten() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let disk = alcf.folder.file("disk")
            guard let mount = try await mount("size=1m,mode=700", at: disk) else { return }
            var readOnly = alcf.atHome
            readOnly.environment["HOME"] = disk
            let path = "\(disk)/.globus/app/\(Alcf.client)/alcf_tokens/tokens.json"
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 0, at: path)
            let remount = try await Program("mount").run(["-o", "remount,ro", disk])
            #expect(remount.exitCode == 0)
            let result = try await readOnly.run("token")
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(result.errors.contains("Read-only file system"))
            let status = try await readOnly.run("token-status")
            #expect(status.exitCode == 0)
            withExtendedLifetime(mount) {}
        }
    }

    /// As a container mounts a secret: a rename over it is refused with EBUSY.
    @Test func aFileThatIsMountedByItself() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 0, padding: 4000)
            let result = try? await Program("mount").run(["--bind", alcf.tokenFile, alcf.tokenFile])
            guard result?.exitCode == 0 else {
                print("notice: nothing can be mounted here: aFileThatIsMountedByItself is left out")
                return
            }
            let mount = Mount(path: alcf.tokenFile)
            let token = try await alcf.run("token")
            #expect(token.exitCode == 0 && token.errors.isEmpty, "\(token.errors)")
            #expect(try await alcf.run("token").output == token.output, "it was stored")
            #expect(simulator.tokenRequests == 1)
            #expect(
                try alcf.document()["data"]?["DEFAULT"]?[Alcf.gateway]?["access_token"]?.string
                    == String(token.output.dropLast()))
            #expect(try FileContents(path: alcf.tokenFile).permissions == 0o600)
            #expect(try await alcf.signIn("--force").exitCode == 0)
            #expect(!names(in: alcf.folder.path).contains { $0.hasSuffix(".tmp") })
            withExtendedLifetime(mount) {}
        }
    }

    /// What cannot be kept is no reason to send anybody to a browser.
    @Test func aPlaceThatCannotBeWrittenIsNoticedBeforeTheSignIn() async throws {
        let alcf = try Alcf()
        var places = [alcf.folder.file("")]
        let disk = alcf.folder.file("disk")
        let mount = try await mount("size=1m,mode=700,ro", at: disk)
        if mount != nil { places += ["\(disk)/tokens.json", "\(disk)/a/b/tokens.json"] }
        for place in places {
            for arguments in [["--no-browser"], ["--no-browser", "--local-server"]] {
                var other = alcf
                other.environment["ALCF_TOKENS_FILE"] = place
                let result = try await Program.alcf.run(["authenticate"] + arguments, environment: other.environment)
                #expect(result.exitCode == 1, "\(result.errors)")
                #expect(!result.errors.contains("code_challenge") && result.errors.contains("ALCF_TOKENS_FILE"))
            }
        }
        withExtendedLifetime(mount) {}
    }

    @Test func aTildeIsTheHomeAndNoFolder() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port)
            alcf.environment["ALCF_TOKENS_FILE"] = "~/x.json"
            #expect(try await alcf.signIn().exitCode == 0)
            #expect(names(in: alcf.folder.path).contains("x.json"))
            #expect(try await alcf.run("token-status").output.contains("\(alcf.folder.path)/x.json"))
            alcf.environment["ALCF_TOKENS_FILE"] = "~somebody/x.json"
            let refused = try await alcf.run("token")
            #expect(refused.exitCode == 64 && refused.errors.contains("ALCF_TOKENS_FILE"))
            #expect(!names(in: ".").contains { $0.hasPrefix("~") })
        }
    }

    @Test func aPlaceWithoutLocks() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 0)
            mkdir(alcf.tokenFile + ".lock", 0o700)
            let result = try await alcf.run("token")
            #expect(result.exitCode == 0)
            #expect(result.errors.isEmpty)
            #expect(try await alcf.run("token").output == result.output, "it was stored")
        }
    }

    @Test func aHomeThatIsNotThere() async throws {
        var alcf = try Alcf().atHome
        alcf.environment["HOME"] = alcf.folder.file("none")
        let result = try await alcf.run("token")
        #expect(result.exitCode == 77)
        #expect(result.errors.contains("Nobody is signed in"))
        #expect(names(in: alcf.folder.path).isEmpty, "asking for a token makes no directories")
    }

    /// As a user whom the user database does not know, which takes root to become.
    @Test func nobodyKnowsTheHome() async throws {
        var environment = try Alcf().atHome.environment
        environment["HOME"] = nil
        let words = ["--reuid=54321", "--regid=54321", "--clear-groups"]
        let check = try? await Program("setpriv").run(
            words + [Program.alcf.path, "--version"], environment: environment)
        guard check?.exitCode == 0 else {
            print("notice: nobody can become another user here: nobodyKnowsTheHome is left out")
            return
        }
        let result = try await Program("setpriv").run(words + [Program.alcf.path, "token"], environment: environment)
        #expect(result.exitCode == 64, "\(result.errors)")
        #expect(result.errors.contains("ALCF_TOKENS_FILE"))
        #expect(result.output.isEmpty)
    }

    @Test func aCorruptFileIsSetAside() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try AtomicFile.write(Array("{ half".utf8), to: alcf.tokenFile)
            let refused = try await alcf.run("token")
            #expect(refused.exitCode == 1)
            #expect(refused.errors.contains("is not a token file"))
            let signIn = try await alcf.signIn()
            #expect(signIn.exitCode == 0)
            #expect(signIn.errors.contains("has been renamed to"))
            let aside = try #require(names(in: alcf.folder.path).first { $0.contains(".corrupt-") })
            #expect(try FileContents(path: alcf.folder.file(aside)).bytes == Array("{ half".utf8))
        }
    }

    @Test func aFileThatOthersCanRead() async throws {
        let alcf = try Alcf()
        try AtomicFile.write(Array("{}".utf8), to: alcf.tokenFile, permissions: 0o644)
        let result = try await alcf.run("token")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("chmod 600 \(alcf.tokenFile)"))
    }
}
