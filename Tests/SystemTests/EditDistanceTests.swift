import ALCFSystem
import Testing

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("cluster", "clutser", 2), ("abc", "abc", 0),
        ("é", "e", 2),
    ])
    func countsChanges(one: String, other: String, distance: Int) {
        #expect(EditDistance.between(one.utf8, other.utf8) == distance)
        #expect(EditDistance.between(other.utf8, one.utf8) == distance)
    }

    /// A text of a megabyte is no misspelt name, and is not compared with each name: that would take minutes.
    @Test func longTextsAreNoNames() {
        let long = String(repeating: "cluster", count: 150_000)
        #expect(EditDistance.between(long.utf8, long.dropLast().utf8) == long.utf8.count)
        #expect(EditDistance.between("cluster".utf8, long.utf8) == long.utf8.count)
        let name = String(repeating: "a", count: 256)
        #expect(EditDistance.between(name.utf8, name.dropLast().utf8) == 1)
    }
}
