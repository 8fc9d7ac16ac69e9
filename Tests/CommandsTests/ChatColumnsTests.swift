import ALCFSystem
import Testing

@testable import ALCFCommands

@Suite struct ChatColumnsTests {
    @Test func growsBothSidesInPlace() {
        var view = ColumnsView(width: 43, height: 10, isStyled: false)
        var screen = Screen(width: 43, height: 10)
        #expect(view.columnWidth == 20)
        screen.receive(view.heading("left", "right"))
        // The right side is faster, and longer than the window.
        for step in 1...40 {
            view.left.lines = (0..<max(1, step / 2)).map { "左 \($0)" }
            view.right.lines = (0..<step).map { "right \($0)" }
            view.left.status = "answering"
            screen.receive(view.update())
        }
        view.left.isEnded = true
        view.right.isEnded = true
        screen.receive(view.update())
        let body = screen.text.dropFirst(2).prefix(40)
        let expected = (0..<40).map { row in
            let left = row < 20 ? "左 \(row)" : ""
            return left + String(repeating: " ", count: 21 - DisplayWidth.of(left)) + "│ right \(row)"
        }
        #expect(Array(body) == expected)
        #expect(screen.text.count == 2 + 40 + 3)
        #expect(screen.text[43].hasPrefix("answering"))
    }

    @Test func neverReachesAboveTheWindow() {
        var view = ColumnsView(width: 80, height: 6, isStyled: true)
        view.right.lines = (0..<100).map { "\($0)" }
        let text = view.update()
        // What is written over later must fit in the window.
        #expect(text.count { $0 == "\n" } <= 6)
        #expect(text.contains("97 more lines"))
    }
}
