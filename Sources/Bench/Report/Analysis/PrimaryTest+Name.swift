import ALCFRecord

// A plan holds the names of its figures.
extension PrimaryTest.Figure: MemberWord {}
