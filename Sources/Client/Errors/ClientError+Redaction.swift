package import ALCFHTTP

extension ClientError {
    /// The same without what `redaction` takes out of its texts, which are a server's words as a rule. Remedies are
    /// ours.
    package func redacted(by redaction: Redaction) -> ClientError {
        var copy = self
        copy.message = redaction(message)
        copy.serverCode = serverCode.map { redaction($0) }
        copy.errorID = errorID.map { redaction($0) }
        return copy
    }
}
