package import ALCFJSON

extension JSONMembers {
    /// Adds a figure under its name; `null` where it is void.
    package mutating func add<Subject>(_ figure: Figure<Subject>, of subject: Subject) {
        add(RecordMember(figure), of: subject)
    }

    private mutating func add<Subject>(_ member: RecordMember<Subject>, of subject: Subject) {
        let value = member.value(subject)
        if let count = member.count(value) { add(member.key, count) } else { add(member.key, value) }
    }
}

extension MemberVisitor {
    /// Writes the figures that are derived for the record, or passes over them.
    mutating func figures(of sample: @autoclosure () -> Sample) {
        guard Self.isWriter else { return passOver(recordKeys) }
        let sample = sample()
        for member in recordMembers {
            let value = member.value(sample)
            if let count = member.count(value) { derived(member.key, count) } else { derived(member.key, value) }
        }
    }
}

/// The parts of a figure that a line of the record needs. Its words would be copied for every line.
private struct RecordMember<Subject>: Sendable {
    let key: StaticString
    let isCount: Bool
    let value: @Sendable (Subject) -> Double?

    init(_ figure: Figure<Subject>) {
        key = figure.metric.key
        isCount = figure.metric.unit?.isCount ?? false
        value = figure.value
    }

    /// Returns the whole number that a count is written as; nil for other figures, and where it is not whole.
    func count(_ value: Double?) -> Int? { isCount ? value.flatMap { Int(exactly: $0) } : nil }
}

private let recordMembers = Figure<Sample>.recorded.map(RecordMember.init)
private let recordKeys = recordMembers.map(\.key)
