import ALCFJSON
import ALCFSystem
import ArgumentParser
import TestSupport
import Testing

@testable import ALCFCommands
@testable import ALCFRecord

@Suite struct TargetListTests {
    func list(_ text: String) throws -> [TargetList.Server] {
        try TargetList(Array(text.utf8), file: "servers.txt").servers
    }

    @Test func aServerALine() throws {
        let servers = try list(
            "# The fleet\n\nhttp://10.1.0.7:8000/v1\r\n  n8=http://10.1.0.8:8000/v1  # slow\n\thttp://10.1.0.7:8001/v1\n"
                + "http://127.0.0.1:8000/v1\nq=https://h/v1?api-version=1")
        #expect(servers.map(\.name) == ["10.1.0.7", "n8", "10.1.0.7-8001", "localhost", "q"])
        #expect(servers.map(\.line) == [3, 4, 5, 6, 7])
        #expect(servers[4].url == "https://h/v1?api-version=1" && servers[1].url == "http://10.1.0.8:8000/v1")
        #expect(try list("\u{FEFF}http://h/v1").map(\.name) == ["h"])
    }

    @Test(arguments: [
        ("", "names no server"), ("# nothing\n \n", "names no server"),
        ("http://a/v1\nmetis\n", "line 2: 'metis' is no address"),
        ("http://a/v1\n\n10.1.0.7:8000\n", "line 3: '10.1.0.7:8000' is no address"),
        ("a b=http://h/v1", "line 1: 'a b' cannot be a name"), ("=http://h/v1", "line 1: '' cannot be a name"),
        ("a=http://h/v1\nb=http://g/v1\na=http://f/v1", "lines 1 and 3 are both called 'a'"),
        ("a=http://h/v1\n\nb=http://h/v1/chat/completions", "lines 1 and 3 are one server"),
        ("a=http://localhost:8000/v1\nb=http://127.0.0.1:8000/v1/", "lines 1 and 2 are one server"),
        ("http://h/v1\nhttp://user:hunter2@g/v1", "line 2: "), ("http://h/v1?api_key=hunter2", "line 1: "),
        ("a=http://", "line 1: "), ("a=ftp://h/v1", "line 1: 'ftp://h/v1' is no address"),
    ])
    func whatIsNoServerIsNamedWithItsLine(_ text: String, _ says: String) {
        let error = #expect(throws: UsageError.self) { try list(text) }
        #expect(
            error?.message.contains(says) == true && error?.message.contains("servers.txt") == true, "\(error as Any)")
        #expect(error?.message.contains("hunter2") == false && error?.remedy?.contains("hunter2") != true)
        #expect(error?.remedy != nil)
    }

    @Test func otherBytesAreRefused() {
        #expect(throws: UsageError.self) { try TargetList([0x68, 0xFF, 0x0A], file: "x") }
        let many = (0...TargetList.most).map { "http://h\($0)/v1\n" }.joined()
        let error = #expect(throws: UsageError.self) { try list(many) }
        #expect(error?.message.contains("more than 10000 servers") == true)
        #expect(throws: UsageError.self) { try TargetList(path: "/nowhere/servers.txt") }
        #expect(throws: UsageError.self) { try TargetList(path: "/") }
    }

    /// Ten thousand servers of one host are read in no time.
    @Test func manyServersOfOneHost() throws {
        let servers = try list((0..<TargetList.most).map { "http://h:\(8000 + $0)/v1\n" }.joined())
        #expect(servers.count == TargetList.most && Set(servers.map(\.name)).count == TargetList.most)
    }

    @Test(
        arguments: [
            ("servers.txt", nil, "servers.txt"), ("fleet=servers.txt", "fleet", "servers.txt"),
            ("./a=b", nil, "./a=b"), ("fleet=./a=b", "fleet", "./a=b"), ("-", nil, "-"), ("fleet=-", "fleet", "-"),
        ] as [(String, String?, String)])
    func theOptionNamesAFleet(_ text: String, _ fleet: String?, _ path: String) {
        let name = TargetListName(text)
        #expect(name.fleet == fleet && name.path == path && name.isStandardInput == (path == "-"))
    }

    @Test func listsBecomeTargets() throws {
        let folder = try TemporaryDirectory()
        let (plain, fleet) = (folder.file("plain"), folder.file("fleet"))
        try AtomicFile.write(Array("a=http://a/v1\nb=http://b/v1\n".utf8), to: plain, permissions: 0o600)
        try AtomicFile.write(Array("http://c/v1\nhttp://d/v1/completions\n".utf8), to: fleet, permissions: 0o600)
        let options = try TargetOptions.parse([
            "-t", "mine=http://m/v1", "--target-list", plain, "--target-list", "many=\(fleet)", "--model", "a=x",
            "--model", "many=y", "--header", "many=X-A: env:B", "--header", "b=X-A: env:B",
        ])
        #expect(options.arguments.names == ["mine", "many"])
        let arguments = try options.arguments.reading()
        try arguments.validate()
        #expect(arguments.names == ["mine", "a", "b", "many"] && arguments.targetList.isEmpty)
        #expect(arguments.server == ["many=c=http://c/v1", "many=d=http://d/v1/completions"])
        #expect(try arguments.fleets().map(\.servers.count) == [2])
        #expect(arguments.listed.count == 4 && arguments.fileName == "mine_vs_a_vs_b_vs_many")
        // A record holds the servers, and needs no file.
        let kept = RunArguments(targets: arguments, simulation: SimulationArguments(), simulates: false)
        let again = try RunArguments(json: kept.json)
        #expect(try again.targets.fleets() == arguments.fleets() && again.targets.names == arguments.names)
    }

    @Test(arguments: [
        ["--target-list", "a b=x"], ["--target-list", "=x"], ["--target-list", "a="], ["--target-list", ""],
        ["--target-list", "-", "--target-list", "a=-"], ["--target-list", "a=x", "--target-list", "a=y"],
        ["--target-list", "metis=x", "-t", "metis"], ["--target-list", "a=x", "--model", "b=m"],
    ])
    func listsThatMakeNoSense(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try TargetOptions.parse(arguments) }
    }

    @Test func namesOfAListThatIsNotReadMayBeAnything() throws {
        _ = try TargetOptions.parse(["--target-list", "x", "--model", "b=m"])
        let folder = try TemporaryDirectory()
        let file = folder.file("x")
        try AtomicFile.write(Array("a=http://a/v1\n".utf8), to: file, permissions: 0o600)
        let options = try TargetOptions.parse(["--target-list", file, "--model", "b=m"])
        #expect(throws: UsageError.self) { try options.settled(simulates: false) }
        let missing = try TargetOptions.parse(["--target-list", folder.file("y")])
        #expect(throws: UsageError.self) { try missing.settled(simulates: false) }
        let later = try missing.settled(simulates: false, mayLackLists: true)
        #expect(later.targetList.count == 1 && later.names.isEmpty)
    }

    @Test func otherServersThanThoseOfTheFirstAreNamed() {
        #expect(RankedRun.difference(["a"], ["a"]) == nil)
        #expect(RankedRun.difference(["a", "b"], ["a", "c"]) == "it has 'b' where this process has 'c'")
        #expect(RankedRun.difference(["a"], ["a", "c"]) == "it has 1, and this process 2")
    }
}
