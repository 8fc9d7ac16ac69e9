/// A key or a paste.
enum Key: Hashable {
    case text(String)
    /// Several lines at once, or one; never meant as a command.
    case paste(String)
    case enter
    /// A line feed within the text (Alt-Enter).
    case lineFeed
    case left, right, up, down, home, end, wordLeft, wordRight
    case backspace, delete, eraseWord, eraseToStart, eraseToEnd, putBack
    case clearScreen
    /// Ctrl-C.
    case interrupt
    /// Ctrl-D.
    case endOfInput
    /// Ctrl-Z.
    case suspend
}
