import ALCFSystem
import Glibc
import Testing

@Suite struct MethodTableTests {
    private static let path =
        "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/docs/method.md"

    private func method() throws -> String { String(decoding: try FileContents(path: Self.path).bytes, as: UTF8.self) }

    /// docs/method.md has the very definitions that reports print. `make method` writes them into it.
    @Test func theMethodHasTheDefinitionsOfTheFigures() throws {
        let filled = try #require(MethodTables.filled(try method()), "a table has no place in docs/method.md")
        if getenv("ALCF_WRITE_DOCS") != nil {
            try AtomicFile.write(Array(filled.utf8), to: Self.path, permissions: 0o644)
        }
        #expect(try method() == filled, "docs/method.md is not as the figures have it: run make method")
    }

    @Test func aTableIsMadeAnewBetweenItsMarkers() throws {
        let markers = ["request", "target", "comparison", "failures", "studies", "reports", "instrument"].map {
            "<!-- figures: \($0) -->\nSTALE\n<!-- end of figures -->\n"
        }
        let text = try #require(MethodTables.filled("before\n" + markers.joined() + "after\n"))
        #expect(text.hasPrefix("before\n") && text.hasSuffix("after\n") && !text.contains("STALE"))
        #expect(text.contains("| `tpot` | time per output token | (last token − first token) ÷ (n − f), n the "))
        #expect(MethodTables.filled("before\n" + markers.dropLast().joined()) == nil)
    }
}
