import ALCFSystem

/// The line editor on the terminal: draws what is written, and tells what was entered.
struct InputLine {
    private var editor = LineEditor()
    private var decoder = KeyDecoder()
    /// Typed, and not yet looked at: also while an answer comes.
    private var keys: [Key] = []
    /// The cursor's row in what is drawn.
    private var row = 0
    private var drawn: EditorFrame?
    private let mark: String

    init(mark: String) { self.mark = mark }

    /// Takes what was typed, for later.
    mutating func type(_ bytes: [UInt8]) { keys += decoder.add(bytes) }

    /// Whether Ctrl-C is among what was typed; then that is forgotten, with all before it.
    mutating func takesInterrupt() -> Bool {
        guard let place = keys.lastIndex(of: .interrupt) else { return false }
        keys.removeFirst(place + 1)
        return true
    }

    /// Keeps a text to be called up again.
    mutating func remember(_ text: String) { editor.remember(text) }

    /// Handles the keys typed so far, up to one that the caller must act upon.
    ///
    /// - Returns: nil where nothing is left to work off.
    mutating func next() -> LineEditor.Action? {
        var isChanged = false
        while !keys.isEmpty {
            let before = editor
            switch editor.press(keys.removeFirst()) {
            case .nothing: continue
            case .draw: isChanged = true
            case .clearScreen:
                StandardStreams.out("\u{1B}[H\u{1B}[2J")
                row = 0
                isChanged = true
            case .cleared:
                leave(before)
                isChanged = true
            case .submit(let text):
                leave(before)
                return .submit(text)
            case let action:
                if isChanged { draw() }
                return action
            }
        }
        if isChanged { draw() }
        return nil
    }

    /// Shows what is written, on the line where the cursor stands.
    mutating func draw() {
        let frame = frame(editor, cursor: editor.cursor)
        StandardStreams.out(frame.drawing(over: row))
        row = frame.cursorRow
        drawn = frame
    }

    /// Draws anew in a window of another size, where the terminal has set the old rows into lines of the new width.
    mutating func redraw() {
        row = drawn?.cursorRow(reflowedTo: TerminalSize.current.columns) ?? row
        draw()
    }

    /// Begins on a line of its own.
    mutating func begin() {
        row = 0
        draw()
    }

    /// Leaves the text standing, and goes to the line after it.
    private mutating func leave(_ editor: LineEditor) {
        let frame = frame(editor, cursor: editor.text.count)
        StandardStreams.out(frame.drawing(over: row) + "\r\n")
        row = 0
    }

    private func frame(_ editor: LineEditor, cursor: Int) -> EditorFrame {
        let size = TerminalSize.current
        return EditorFrame(
            text: editor.text, cursor: cursor, prompt: mark,
            promptStyle: Terminal.usesColour(.output) ? .bold : [], width: size.columns, height: size.rows)
    }
}
