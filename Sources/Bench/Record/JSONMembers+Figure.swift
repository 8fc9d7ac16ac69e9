package import ALCFJSON

extension JSONMembers {
    /// Adds a figure under its name; `null` where it is void.
    package mutating func add<Subject>(_ figure: Figure<Subject>, of subject: Subject) {
        add(RecordMember(figure), of: subject)
    }

    /// Counts are written as whole numbers where they are whole.
    private mutating func add<Subject>(_ member: RecordMember<Subject>, of subject: Subject) {
        let value = member.value(subject)
        if member.isCount, let count = value.flatMap({ Int(exactly: $0) }) {
            add(member.key, count)
        } else {
            add(member.key, value)
        }
    }
}

extension MemberVisitor {
    /// Writes the figures that are derived for the record.
    mutating func figures(of sample: Sample) {
        for member in recordMembers {
            let value = member.value(sample)
            if member.isCount, let count = value.flatMap({ Int(exactly: $0) }) {
                derived(member.key, count)
            } else {
                derived(member.key, value)
            }
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
}

private let recordMembers = Figure<Sample>.recorded.map(RecordMember.init)
