import Glibc
import Testing

@testable import ALCFSystem

@Suite struct UserPathTests {
    @Test(arguments: [
        ("~/x.json", "/h/me/x.json"), ("~", "/h/me"), ("$HOME/x", "/h/me/x"), ("${HOME}/x", "/h/me/x"), ("/x", "/x"),
        ("x", "x"), ("./~/x", "./~/x"), ("~user/x", "~user/x"), ("$HOMES/x", "$HOMES/x"), ("a/~/x", "a/~/x"), ("", ""),
    ])
    func expands(path: String, expected: String) {
        for home in ["/h/me", "/h/me/"] { #expect(UserPath.expanded(path) { $0 == "HOME" ? home : nil } == expected) }
    }

    @Test func knowsOtherHomes() {
        for path in ["~user", "~user/x", "~\u{301}/x", "~~"] { #expect(UserPath.namesOtherHome(path), "\(path)") }
        for path in ["~", "~/x", "x~", "./~user", "/~user", ""] { #expect(!UserPath.namesOtherHome(path), "\(path)") }
    }

    @Test func absolutePathsBeginAtTheRoot() {
        #expect(UserPath.absolute("/x") == "/x")
        #expect(UserPath.absolute("x").hasPrefix("/") && UserPath.absolute("x").hasSuffix("/x"))
        #expect(UserPath.absolute("./x") == UserPath.absolute("x"))
    }

    @Test func noFolderOfTheNameTildeIsMade() {
        let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: "~nobody-of-that-name/x") }
        #expect(error?.number == EINVAL)
        #expect(access("~nobody-of-that-name", F_OK) != 0)
    }
}
