import ALCFJSON

/// The passage of a record as one text.
///
/// A text is taken as it is. HotpotQA's paragraphs (`[[title, [sentence, …]], …]`, or `{"title": […], "sentences":
/// [[…], …]}` as Hugging Face has them) become title, line end and sentences, with an empty line between two of them;
/// so do objects with a title and a text. In a table they may be written into the cell.
enum PassageText {
    /// Reads it; an empty text where there is none, nil for a form that is not known.
    package static func read(_ value: JSONValue?, isTable: Bool) -> String? {
        guard let value, !value.isNull else { return "" }
        if let text = value.string {
            guard isTable, beginsAsStructure(text) else { return text }
            return WrittenList.parse(text).flatMap(paragraphs)
        }
        return paragraphs(value)
    }

    /// Stricter than for answers: a passage may well begin with a bracket.
    private static func beginsAsStructure(_ text: String) -> Bool {
        ["{'", "{\"", "['", "[\"", "[[", "[{", "[(", "[array(", "array("].contains(where: text.hasPrefix)
    }

    private static func paragraphs(_ value: JSONValue) -> String? {
        if let text = value.string { return text }
        if let list = value.array {
            let parts = list.map(paragraph)
            return parts.contains(nil) ? nil : parts.compactMap(\.self).joined(separator: "\n\n")
        }
        guard let titles = value["title"]?.array else { return paragraph(value) }
        guard let sentences = (value["sentences"] ?? value["text"])?.array, titles.count == sentences.count else {
            return nil
        }
        let parts = zip(titles, sentences).map { joined($0.string ?? "", $1) }
        return parts.contains(nil) ? nil : parts.compactMap(\.self).joined(separator: "\n\n")
    }

    private static func paragraph(_ value: JSONValue) -> String? {
        if let text = value.string { return text }
        if let pair = value.array {
            guard pair.count == 2, let title = pair[0].string else { return nil }
            return joined(title, pair[1])
        }
        let names = ["sentences", "text", "paragraph_text", "content", "passage"]
        guard let body = names.lazy.compactMap({ value[$0] }).first else { return nil }
        return joined(value["title"]?.string ?? "", body)
    }

    /// A title and the sentences under it, which in HotpotQA begin with the blank before them.
    private static func joined(_ title: String, _ body: JSONValue) -> String? {
        var text = body.string ?? ""
        if body.string == nil {
            guard let sentences = body.array, sentences.allSatisfy({ $0.string != nil }) else { return nil }
            for sentence in sentences.compactMap(\.string) {
                let needsBlank = text.last.map { !$0.isWhitespace } ?? false
                text += (needsBlank && sentence.first?.isWhitespace == false ? " " : "") + sentence
            }
        }
        return title.isEmpty ? text : title + "\n" + text
    }
}
