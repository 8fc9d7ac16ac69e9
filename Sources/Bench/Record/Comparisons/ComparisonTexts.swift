package import ALCFJSON

/// The texts of a comparison: as many questions as answers on each side.
package struct ComparisonTexts: Sendable, Hashable {
    /// Questions, in order.
    package let questions: [String]
    /// Answers of the left side.
    package let left: [String]
    /// Answers of the right side.
    package let right: [String]

    /// Texts.
    package init(questions: [String], left: [String], right: [String]) {
        self.questions = questions
        self.left = left
        self.right = right
    }

    /// Bytes of all texts.
    var byteCount: Int { (questions + left + right).reduce(0) { $0 + $1.utf8.count } }
}

extension ComparisonTexts: JSONDecodable, JSONEncodable {
    /// - Throws: `JSONError` where a list is missing.
    package init(json: JSONValue) throws(JSONError) {
        self.init(
            questions: try json.require("questions"), left: try json.require("left"), right: try json.require("right"))
    }

    /// The texts as a document.
    package var json: JSONValue {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return ["questions": list(questions), "left": list(left), "right": list(right)]
    }
}
