import ALCFJSON

/// The accepted answers of a record, however they are written, each once.
///
/// In JSON: a text, a number, a list of such, SQuAD's `{"text": […]}`, TriviaQA's `{"value": …, "aliases": […]}`. In a
/// table also any of these written into the cell as JSON, or as pandas writes it (`{'text': array(['…'], dtype=object),
/// …}`); a plain text is one answer, or several with `|` between them.
struct AnswerList {
    /// The answers, in order; empty where there is none.
    package private(set) var texts: [String] = []
    /// Whether they were told apart at `|`.
    private(set) var hadBars = false

    /// An unreadable list.
    package struct Failure: Error {
        /// Description, as in `'answers' is a list that cannot be read`.
        package let message: String
        package let remedy: String
    }

    /// Reads them from the members of a record that may hold them.
    ///
    /// - Parameter isTable: whether every member is a cell's text.
    package init(_ json: JSONValue, isTable: Bool) throws(Failure) {
        for name in ["answers", "answer", "answers.text", "answer_aliases"] {
            guard let value = json[name], !value.isNull else { continue }
            // Aliases only add to an answer.
            if !texts.isEmpty, name != "answer_aliases" { continue }
            if let text = value.string {
                try read(text, isTable: isTable, name)
            } else {
                try add(value, name)
            }
        }
    }

    private mutating func read(_ text: String, isTable: Bool, _ name: String) throws(Failure) {
        if WrittenList.isSuspected(text) {
            if let value = WrittenList.parse(text), isTable || value["text"] != nil { return try add(value, name) }
            if isTable {
                throw Failure(
                    message:
                        "has \(name == "answers" ? "answers" : "an '\(name)'") that look like a list and cannot be read as one",
                    remedy:
                        #"write them as a JSON list, ["Rome","Roma"]; one answer that begins with a bracket as ["[O III]"]"#
                )
            }
        }
        guard isTable, text.unicodeScalars.contains("|") else { return add(text) }
        let parts = text.unicodeScalars.split(separator: "|").map { Self.trimmed($0) }.filter { !$0.isEmpty }
        hadBars = hadBars || parts.count > 1
        for part in parts { add(part) }
    }

    private mutating func add(_ value: JSONValue, _ name: String) throws(Failure) {
        if let text = value.string { return add(text) }
        if value.isNull { return }
        if let number = value.int { return add("\(number)") }
        if let number = value.double {
            return add(number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)")
        }
        if let truth = value.bool { return add(truth ? "true" : "false") }
        if let list = value.array {
            for element in list {
                guard element.array == nil else { throw Self.unknown(name) }
                try add(element, name)
            }
            return
        }
        guard let inner = value["text"] ?? value["value"], inner.object == nil else { throw Self.unknown(name) }
        try add(inner, name)
        if let aliases = value["aliases"] { try add(aliases, name) }
    }

    private mutating func add(_ text: String) {
        guard !text.isEmpty, !texts.contains(where: { $0.unicodeScalars.elementsEqual(text.unicodeScalars) }) else {
            return
        }
        texts.append(text)
    }

    private static func unknown(_ name: String) -> Failure {
        Failure(
            message: "has '\(name)' in a form that is not known",
            remedy: #"write a text, a list of texts, or SQuAD's {"text": […]}"#)
    }

    private static func trimmed(_ scalars: some BidirectionalCollection<Unicode.Scalar>) -> String {
        let isBlank = PythonText.isSpace
        let text = scalars.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        return String(String.UnicodeScalarView(text))
    }
}
