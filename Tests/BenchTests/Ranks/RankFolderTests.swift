import ALCFSystem
import TestSupport
import Testing

@testable import ALCFRecord

/// The folder by which ranks talk, among files that are not theirs.
@Suite struct RankFolderTests {
    @Test(arguments: [
        "start.json", "plan.json", "go.json", "rank-0000.json", "rank-0003.json", "rank-12345.json",
        "go.json.71.k3x.tmp",
        "rank-0003.json.4711.1abcdefgh.tmp",
    ])
    func messagesAreItsOwn(name: String) { #expect(RankFolder.isOwn(name)) }

    @Test(arguments: [
        "rank-x.jsonl", "rank-x.json", "rank-0003.jsonl", "rank-3.json", "rank-.json", "rank-00003.json",
        "rank--001.json",
        "rank-0003.json.bak", "rank-0003.jsonl.4711.1abc.tmp", "go.jsonl", "start.json.tmp", "results.rank-0003.json",
        "rank-+003.json", "rank-9999999.json",
    ])
    func allElseIsNot(name: String) { #expect(!RankFolder.isOwn(name)) }

    @Test func resultsInItStay() throws {
        let temporary = try TemporaryDirectory()
        let folder = try RankFolder(temporary.path)
        for name in ["rank-x.jsonl", "rank-x.rank-0000.jsonl", "rank-x.json", "rank-0001.jsonl"] {
            try AtomicFile.replace(temporary.file(name), with: [1])
        }
        try folder.write(RankBoard(run: "run", size: 2))
        try folder.write(RankNote())
        folder.remove()
        let left = try FolderContents.entries(temporary.path, limit: 100).map(\.name).sorted()
        #expect(left == ["rank-0001.jsonl", "rank-x.json", "rank-x.jsonl", "rank-x.rank-0000.jsonl"])
    }
}
