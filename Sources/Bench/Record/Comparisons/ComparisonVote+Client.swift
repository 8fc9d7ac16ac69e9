import ALCFCrypto
package import ALCFJSON

extension ComparisonVote {
    private static let members = [
        "left", "right", "vote", "note", "turns", "blind", "speed", "questions", "answers",
    ]
    /// The most bytes of all texts of a vote.
    private static let longestTexts = 8 << 20

    /// Reads a vote as the page sends it. It has to have each member and no other: nothing that is not looked at here
    /// reaches a file.
    ///
    /// - Parameter time: of the vote, by this program's clock.
    /// - Throws: `JSONError` naming the member that is not as it must be.
    package init(client json: JSONValue, time: Double) throws(JSONError) {
        try Self.check(json, Self.members, "")
        for side in ["left", "right"] { try Self.check(json[side] ?? .null, ComparedSide.members, side) }
        if let answers = json["answers"] { try Self.check(answers, ["left", "right"], "answers") }
        let questions: [String] = try json.require("questions")
        self.init(
            time: time, left: try json.require("left"), right: try json.require("right"),
            choice: try Self.word(json, "vote"), questionHash: try Self.hash(questions))
        try readCircumstances(json)
        guard questions.count == turns else {
            throw JSONError(.mismatch, path: "questions", "must be as many as turns")
        }
        guard let answers = json["answers"], !answers.isNull else { return }
        let texts = ComparisonTexts(
            questions: questions, left: try answers.require("left"), right: try answers.require("right"))
        guard texts.left.count == turns, texts.right.count == turns else {
            throw JSONError(.mismatch, path: "answers", "must be as many as turns on each side")
        }
        guard texts.byteCount <= Self.longestTexts else {
            throw JSONError(.tooLarge, path: "answers", "are longer than 8 MiB")
        }
        self.texts = texts
    }

    private static func check(_ json: JSONValue, _ members: [String], _ path: String) throws(JSONError) {
        guard let object = json.object else {
            throw JSONError(.mismatch, path: path, "must be an object, and is \(json.kind)")
        }
        guard object.keys.allSatisfy(members.contains) else {
            throw JSONError(.mismatch, path: path, "has a member other than \(members.joined(separator: ", "))")
        }
    }

    private static func hash(_ questions: [String]) throws(JSONError) -> String {
        guard questions.reduce(0, { $0 + $1.utf8.count }) <= longestTexts else {
            throw JSONError(.tooLarge, path: "questions", "are longer than 8 MiB")
        }
        do { return try SHA256.hex([UInt8](questions.joined(separator: "\n\n").utf8)) } catch {
            throw JSONError(.mismatch, path: "questions", "cannot be hashed: \(error)")
        }
    }
}
