import ALCFCrypto
import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

// Not timed: the clock sets when a process is killed; what is checked holds whenever that is.
/// Many processes, and processes that end in the middle.
@Suite(.serialized) struct SignInProcessTests {
    @Test func fiftyProcessesRefreshOnce() async throws {
        var configuration = SimulatorConfiguration.fast
        configuration.rotatesRefreshTokens = true
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 0)
            let programs = try (0..<50).map { _ in try alcf.start("token") }
            var outputs: Set<String> = []
            for program in programs {
                let result = try await program.result()
                #expect(result.exitCode == 0, "\(result.errors)")
                outputs.insert(result.output)
            }
            #expect(outputs.count == 1)
            #expect(simulator.tokenRequests == 1)
        }
    }

    /// Kills at 200 points, from the moment that the temporary file appears on, 20 µs apart.
    @Test func aKilledWriteLeavesTheOldFileOrTheNew() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let tokens = try simulator.issueTokens(clientID: Alcf.client)
            var (old, new, killed) = (0, 0, 0)
            for point in 0..<200 {
                try alcf.place(tokens, expiresIn: 0, padding: 200_000)
                let before = try FileContents(path: alcf.tokenFile).bytes
                let program = try alcf.start("token")
                let limit = MonotonicTime.now.advanced(by: 10)
                while !names(in: alcf.folder.path).contains(where: {
                    $0.hasSuffix(".tmp") && $0.contains(".\(program.id).")
                }),
                    MonotonicTime.now < limit, program.output.isEmpty
                {}
                let start = MonotonicTime.now
                while MonotonicTime.now.seconds(since: start) < Double(point) * 20e-6 {}
                program.signal(SIGKILL)
                if try await program.result().exitCode == 137 { killed += 1 }
                let after = try FileContents(path: alcf.tokenFile)
                #expect(after.permissions == 0o600)
                if after.bytes == before {
                    old += 1
                } else {
                    let document = try JSONValue(parsing: after.bytes)
                    #expect(document["padding"]?.string?.utf8.count == 200_000)
                    let entry = document["data"]?["DEFAULT"]?[Alcf.gateway]
                    #expect(entry?["access_token"]?.string != tokens.last?.accessToken.expose())
                    new += 1
                }
            }
            print("killed \(killed) of 200 writes: \(old) left the old file, \(new) the new one")
            #expect(killed > 50)
            #expect(old > 0)
            // What they left beside the file goes with the sign-in, and none of it could be read by others.
            let leftovers = names(in: alcf.folder.path).filter { $0.hasSuffix(".tmp") }
            for name in leftovers { #expect(try FileContents(path: alcf.folder.file(name)).permissions == 0o600) }
            #expect(try await alcf.run("logout").exitCode == 0)
            #expect(names(in: alcf.folder.path).allSatisfy { !$0.hasSuffix(".tmp") })
        }
    }
}
