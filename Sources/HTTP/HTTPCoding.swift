/// Codings of a body, such as `gzip` (RFC 9110 §8.4).
///
/// Every request asks for none, since a server that compresses a stream holds tokens back. One that does so all the
/// same is understood where libcurl can decode it, piece by piece, so that the bounds on what is taken hold for what
/// comes out.
public enum HTTPCoding {
    /// Coding that is asked for.
    static let asked = "identity"

    /// The coding that an answer names, where it is none that was asked for; fit to be shown. Nil for a plain answer.
    public static func foreign(_ headers: HTTPHeaders) -> String? {
        guard let value = headers["Content-Encoding"] else { return nil }
        let name = value.lowercased().unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F }
        let text = String(String.UnicodeScalarView(name.prefix(60)))
        return text.isEmpty || text == asked ? nil : text
    }
}
