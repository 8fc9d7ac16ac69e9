import ALCFSystem
import TestSupport
import Testing

/// The targets of the fuzzer with their seeds, and with some inputs made of them: `make fuzz` tries millions.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTarget.all) func everyTargetHasSeeds(target: FuzzTarget) throws {
        #expect(try Corpus.inputs(of: target).count >= 2, "in \(Corpus.folder)/\(target.name)")
    }

    /// `make fuzz` goes by the folders.
    @Test func everyFolderOfSeedsHasItsTarget() throws {
        #expect(Corpus.names(in: Corpus.folder) == FuzzTarget.all.map(\.name).sorted())
    }

    @Test(arguments: FuzzTarget.all) func seedsKeepTheRules(target: FuzzTarget) async throws {
        for (name, bytes) in try Corpus.inputs(of: target) {
            do { try await target.check(bytes) } catch { Issue.record("\(target.name)/\(name): \(error)") }
        }
    }

    /// The same inputs in each run, so that a change fails by itself alone; `ALCF_TEST_SEED` and `make fuzz` try others.
    @Test(arguments: FuzzTarget.all) func inputsMadeOfThemKeepTheRules(target: FuzzTarget) async throws {
        let seed = ProcessEnvironment.value("ALCF_TEST_SEED").flatMap { UInt64($0) } ?? 16
        let mutator = Mutator(
            target, seeds: try Corpus.inputs(of: target).map(\.bytes), longest: 1 << 14, seed: seed)
        let count = ProcessEnvironment.value("ALCF_FUZZ_INPUTS").flatMap { Int($0) } ?? target.tried
        for number in 0..<count {
            let input = mutator.input(number)
            do { try await target.check(input) } catch {
                Issue.record(
                    "\(target.name), input \(number): \(error)\n\(String(decoding: input.prefix(2000), as: UTF8.self))")
                return
            }
        }
    }

    /// An input follows from its number alone, so that a finding can be made again.
    @Test func inputsCanBeRepeated() throws {
        let seeds = [Array("{\"a\": [1, 2, 3]}".utf8), Array("data: x\n\n".utf8)]
        let mutator = Mutator(FuzzTarget.json, seeds: seeds, seed: 7)
        let again = Mutator(FuzzTarget.json, seeds: seeds, seed: 7)
        #expect(Set((0..<100).map { mutator.input($0) }).count > 80)
        for number in (0..<100).reversed() { #expect(again.input(number) == mutator.input(number)) }
        let other = Mutator(FuzzTarget.json, seeds: seeds, seed: 8)
        #expect((0..<100).contains { other.input($0) != mutator.input($0) })
    }

    /// A rule that does not hold is noticed.
    @Test func brokenRulesAreNoticed() async throws {
        let broken = FuzzTarget("broken") { bytes in try demand(!bytes.contains(0x21), "an exclamation mark") }
        let mutator = Mutator(broken, seeds: [Array("Hi! You!".utf8)], seed: 7)
        var found = 0
        for number in 0..<100 { do { try await broken.check(mutator.input(number)) } catch { found += 1 } }
        #expect(found > 50)
    }
}

extension FuzzTarget: CustomTestStringConvertible {
    var testDescription: String { name }
}
