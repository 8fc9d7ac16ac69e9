import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// A plan made by hand.
enum PlanFixture {
    /// 2026-11-28T06:00:00Z (GNU date).
    static let first = 1_795_845_600
    static let hash = String(repeating: "0a", count: 32)

    static func plan(sessions: Int = 3, every: Int = 21_600, window: Int = 3600) -> StudyPlan {
        var plan = StudyPlan.blank
        plan.name = "winter"
        plan.created = first - 600
        plan.toolVersion = "alcf 0.1.0"
        plan.sessions = StudySchedule.regular(sessions, every: every, from: first)
            .map { StudyPlan.Session(due: $0, prompts: 48, promptsHash: hash) }
        plan.window = window
        plan.utcOffset = -21_600
        plan.primary = PrimaryTest.Figure.allCases
        plan.targets = Fixture.record().manifest.targets
        plan.dataSet = Fixture.record().manifest.dataSet
        plan.prompts = StudyPrompts(source: "/data/dev-v1.1.json", synthetic: nil, count: 48)
        plan.options = BenchmarkOptions(samples: 48, seed: 18_446_744_073_709_551_615)
        plan.options.promptSeed = 5
        plan.arguments.targets.target = ["metis", "sophia"]
        return plan
    }
}

@Suite struct StudyPlanTests {
    private func parse(_ json: JSONValue) throws(BenchError) -> StudyPlan {
        try StudyPlan.parse(json.serializedBytes(), name: "plan.json")
    }

    private func changed(_ key: String, _ value: JSONValue?) -> JSONValue {
        var members = PlanFixture.plan().json.object ?? JSONObject()
        members[key] = value
        return .object(members)
    }

    private func message(_ json: JSONValue) -> String {
        do {
            _ = try parse(json)
            return "(read)"
        } catch { return "\(error.message) → \(error.remedy ?? "")" }
    }

    @Test func comesBackFromItsFile() throws {
        var plan = PlanFixture.plan()
        plan.objectives = "ttft=3s"
        plan.options.rate = 0.5
        plan.options.duration = 60
        plan.options.forcedTargets = ["sophia"]
        plan.arguments.simulates = true
        plan.arguments.simulation.speed = 50
        plan.prompts.sharing = .same
        #expect(try StudyPlan.parse(plan.bytes, name: "plan.json") == plan)
        #expect(try StudyPlan.parse(plan.bytes, name: "plan.json").bytes == plan.bytes)
    }

    /// The order and the names of the members are the format: a change of them is another version.
    @Test func membersAreThese() {
        #expect(
            PlanFixture.plan().json.object?.keys == [
                "type", "format_version", "name", "created", "created_epoch", "tool_version", "sessions",
                "window_seconds", "utc_offset_seconds", "ending", "primary", "equivalence", "slo", "held_fixed",
                "targets", "dataset", "prompts", "seed", "options", "arguments", "simulation_speed",
            ])
        #expect(PlanFixture.plan().json["sessions"]?.array?.first?["due"] == "2026-11-28T06:00:00Z")
    }

    @Test func eachSessionHasSeedsOfItsOwn() {
        let plan = PlanFixture.plan()
        let options = (1...3).map { plan.options($0) }
        // The largest seed is followed by 0.
        #expect(options.map(\.seed) == [.max, 0, 1] && options.map(\.promptSeed) == [5, 6, 7])
        #expect(plan.end == PlanFixture.first + 2 * 21_600 + 3600)
        #expect(plan.judged.equivalence == 0.05 && plan.judged.primary?.names.count == 4)
    }

    @Test(arguments: [
        "type", "format_version", "name", "created_epoch", "tool_version", "sessions", "window_seconds",
        "utc_offset_seconds", "ending", "primary", "equivalence", "targets", "dataset", "prompts", "seed", "options",
        "arguments",
    ])
    func aMemberThatIsMissingIsNamed(_ key: String) {
        let text = message(changed(key, nil))
        #expect(text.hasPrefix("plan.json is not a plan that can be followed: \(key)"), "\(text)")
    }

    @Test(
        arguments: [
            ("type", "sweep_plan"), ("name", ".hidden"), ("name", "a b"), ("name", ""), ("name", "ä"), ("name", 3),
            ("created_epoch", -1), ("created_epoch", 1.5), ("sessions", []), ("sessions", 3), ("window_seconds", 0),
            ("window_seconds", 604_801), ("utc_offset_seconds", 90_000), ("ending", "whenever"), ("primary", []),
            ("primary", ["luck"]), ("primary", ["ttft", "ttft"]), ("equivalence", 0), ("equivalence", 1.5),
            ("targets", []), ("seed", 1), ("seed", "-1"), ("arguments", "metis"),
            ("simulation_speed", 0), ("slo", 3),
        ] as [(String, JSONValue)])
    func aMemberThatIsWrongIsNamed(_ key: String, _ value: JSONValue) {
        // A real plan has no speed, so that one is refused as unknown there.
        var json = changed(key, value)
        if key == "simulation_speed", var members = json.object, var arguments = members["arguments"]?.object {
            arguments["simulate"] = true
            members["arguments"] = .object(arguments)
            json = .object(members)
        }
        let text = message(json)
        #expect(text.hasPrefix("plan.json is not a plan that can be followed: \(key)"), "\(text)")
    }

    @Test func aNestedMemberIsNamedByItsPath() throws {
        var sessions = try #require(PlanFixture.plan().json["sessions"]?.array)
        var second = try #require(sessions[1].object)
        second["prompts_sha256"] = "feed"
        sessions[1] = .object(second)
        #expect(message(changed("sessions", .array(sessions))).contains("sessions[1].prompts_sha256: must be 64"))
        second["prompts_sha256"] = .string(PlanFixture.hash)
        second["note"] = "x"
        sessions[1] = .object(second)
        #expect(message(changed("sessions", .array(sessions))).contains("sessions[1].note: no such member is known"))
        second["note"] = nil
        // What is said twice must be the same: a reader sees the one, and the program goes by the other.
        second["due"] = "2026-11-28T13:00:00Z"
        sessions[1] = .object(second)
        #expect(message(changed("sessions", .array(sessions))).contains("sessions[1].due: must be that of due_epoch"))
        #expect(message(changed("created", "2026-01-01T00:00:00Z")).contains("created: must be that of created_epoch"))
        second["due"] = .string("2026-11-28T06:00:00Z")
        second["due_epoch"] = .int(PlanFixture.first)
        sessions[1] = .object(second)
        #expect(message(changed("sessions", .array(sessions))).contains("session 2 is not after the one before"))
    }

    @Test func aMemberThatIsNotKnownIsRefused() {
        #expect(message(changed("stop_early", true)).contains("stop_early: no such member is known"))
        var options = PlanFixture.plan().options.design.members
        options["new_option"] = 1
        #expect(message(changed("options", .object(options))).contains("options.new_option: no such"))
    }

    /// A member that is null says nothing, and hides no other.
    @Test func aMemberThatIsNullHidesNone() throws {
        var members = JSONObject([("odd", .null)])
        for (key, value) in PlanFixture.plan().json.object ?? JSONObject() { members[key] = value }
        #expect(try parse(.object(members)) == PlanFixture.plan())
        members["stop_early"] = true
        #expect(message(.object(members)).contains("stop_early: no such member is known"))
    }

    @Test func theRowsThatWereWantedAreKept() throws {
        var plan = PlanFixture.plan()
        #expect(plan.json["prompts"]?["rows_wanted"] == nil)
        plan.prompts.wanted = 480
        #expect(plan.json["prompts"]?["rows_wanted"] == 480)
        #expect(try StudyPlan.parse(plan.bytes, name: "plan.json") == plan)
        for odd in [0, -1, 1 << 40] {
            plan.prompts.wanted = odd
            #expect(message(plan.json).contains("prompts.rows_wanted"), "\(odd)")
        }
    }

    @Test func anOptionThatIsMissingIsNamed() {
        #expect(message(changed("options", [:])).contains("followed: samples: must be there"))
    }

    @Test func anotherFormatIsRefusedWithWords() {
        let text = message(changed("format_version", 2))
        #expect(text.contains("in format 2") && text.contains("only format 1") && text.contains("Use the version"))
    }

    @Test(arguments: ["", "[]", "null", "{", "{}", "nonsense", #"{"type":"study_plan","type":"study_plan"}"#])
    func otherFilesAreRefused(_ text: String) {
        #expect(throws: BenchError.self) { try StudyPlan.parse(Array(text.utf8), name: "plan.json") }
    }

    @Test func aFileIsBounded() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("plan.json")
        try AtomicFile.write(PlanFixture.plan().bytes + Array(repeating: 0x20, count: 4 << 20), to: path)
        #expect(throws: BenchError.self) { try StudyPlan.read(path: path) }
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(throws: BenchError.self) { try StudyPlan.parse(deep, name: "plan.json") }
    }

    @Test func aFileThatIsMissingSaysHowToMakeOne() throws {
        let folder = try TemporaryDirectory()
        do {
            _ = try StudyPlan.read(path: folder.file("plan.json"))
            Issue.record("it was read")
        } catch {
            #expect(
                error.remedy?.contains("study init") == true && (error.underlying as? FileError)?.isNotFound == true)
        }
    }

    /// As `printf` and `sha256sum` have it.
    @Test func theHashIsThatOfTheFile() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("plan.json")
        let plan = PlanFixture.plan()
        try AtomicFile.write(plan.bytes, to: path)
        let (read, hash) = try StudyPlan.read(path: path)
        #expect(try read == plan && hash == BenchError.hash(plan.bytes))
        // Any change of a byte is another hash, also where the plan says the same.
        try AtomicFile.write(plan.bytes + [0x0A], to: path)
        #expect(try StudyPlan.read(path: path).hash != hash)
    }

    /// Cut, or with a byte changed, it is refused or read, and never ends the program.
    @Test func damagedFilesEndInAnError() {
        var random = TestRandom()
        let bytes = PlanFixture.plan().bytes
        for _ in 0..<400 {
            var damaged = bytes
            if random.oneIn(2) { damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
            damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            do throws(BenchError) { _ = try StudyPlan.parse(damaged, name: "plan.json") } catch {
                #expect(error.message.hasPrefix("plan.json is not a plan"))
            }
        }
    }

    @Test func noHeadersValueIsInAPlan() {
        var plan = PlanFixture.plan()
        plan.arguments.targets.requests.header = [GivenHeader(text: "X-Key: sk-secret", kept: "X-Key: (not kept)")]
        #expect(!String(decoding: plan.bytes, as: UTF8.self).contains("secret"))
    }
}
