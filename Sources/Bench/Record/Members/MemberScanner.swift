import ALCFJSON

/// A reader of the members of a ``RecordObject`` on a line that was written by ``MemberWriter``: in the order of
/// writing, and without a tree. Any other line is irregular, and ``MemberReader`` must read it.
struct MemberScanner: MemberVisitor {
    typealias Failure = JSONLineScan.Irregular

    /// The lines, from the one that is read.
    var line: JSONLineScan
    private var isIrregular = false

    init(_ line: JSONLineScan) { self.line = line }

    static var isWriter: Bool { false }

    /// Takes an object that fills a line, and the line feed behind it.
    ///
    /// - Throws: `Irregular`, with nothing taken.
    @inline(__always)  // As in `RecordObject/init(json:)`.
    mutating func take<Object: RecordObject>() throws(JSONLineScan.Irregular) -> Object {
        let start = line.position
        var object = Object.blank
        isIrregular = false
        do throws(JSONLineScan.Irregular) {
            try object.visit(&self)
            if isIrregular { throw JSONLineScan.Irregular() }
            try line.close()
        } catch {
            line.position = start
            throw error
        }
        return object
    }

    mutating func type(_ word: String, orElse message: String) throws(JSONLineScan.Irregular) {
        try line.open()
        guard line.take(key: "type"), try line.string() == word else { throw JSONLineScan.Irregular() }
    }

    @inline(__always)
    mutating func required<Value: MemberValue>(
        _ key: StaticString, _ value: inout Value
    ) throws(JSONLineScan.Irregular) {
        guard line.take(key: key) else { throw JSONLineScan.Irregular() }
        value = try Value(&line)
    }

    @inline(__always)
    mutating func required<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value, in range: ClosedRange<Value>
    ) throws(JSONLineScan.Irregular) {
        try required(key, &value)
        guard range.contains(value) else { throw JSONLineScan.Irregular() }
    }

    @inline(__always)
    mutating func nullable<Value: MemberValue>(
        _ key: StaticString, _ value: inout Value?
    ) throws(JSONLineScan.Irregular) {
        value = line.take(key: key) && !line.null() ? try Value(&line) : nil
    }

    @inline(__always)
    mutating func nullable<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value?, in range: ClosedRange<Value>
    ) throws(JSONLineScan.Irregular) {
        try nullable(key, &value)
        if let value, !range.contains(value) { throw JSONLineScan.Irregular() }
    }

    mutating func converted<Value: MemberValue, Kept>(
        _ key: StaticString, _ kept: inout Kept, to write: (Kept) -> Value,
        from read: (Value) throws(JSONError) -> Kept
    ) throws(JSONLineScan.Irregular) {
        guard line.take(key: key) else { throw JSONLineScan.Irregular() }
        let value = try Value(&line)
        do { kept = try read(value) } catch { throw JSONLineScan.Irregular() }
    }

    mutating func derived<Value: MemberValue>(_ key: StaticString, _ value: @autoclosure () -> Value?) {
        if line.take(key: key), !line.skip() { isIrregular = true }
    }

    mutating func passOver(_ keys: [StaticString]) {
        for key in keys { derived(key, nil as Int?) }
    }
}
