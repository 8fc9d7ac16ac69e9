package import ALCFRecord

extension BenchError.Code {
    /// The instrument could not be checked.
    package static let instrument = BenchError.Code("instrument")
    /// A run or a sweep that is to be continued was another one.
    package static let otherRun = BenchError.Code("other_run")
}
