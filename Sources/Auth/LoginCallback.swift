import ALCFCrypto
import ALCFHTTP

/// The meaning of a request to the local listener for the sign-in that waits there.
enum LoginCallback: Sendable {
    /// The user consented.
    case code(Secret)
    /// The user or Globus refused.
    case refused(AuthError)
    /// Somebody who brings an answer to another sign-in, or forges one.
    case foreign
    /// Anything else that browsers ask for.
    case stray

    /// Reads a request.
    ///
    /// - Parameters:
    ///   - target: the request line's second word, as in `/?code=C&state=S`.
    ///   - state: what must come back; see RFC 6749, §10.12.
    init(method: String, target: String, state: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard method == "GET", parts.count == 2, parts[0] == "/" || parts[0].isEmpty else {
            self = .stray
            return
        }
        let pairs = FormEncoding.decode(String(parts[1].prefix { $0 != "#" }))
        func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

        let returned = value("state")
        if let error = value("error"), returned == nil || returned == state {
            self = .refused(Self.refusal(error, description: value("error_description")))
        } else if let code = value("code"), returned == state {
            self = code.isToken ? .code(Secret(code)) : .stray
        } else {
            self = value("code") != nil || value("error") != nil ? .foreign : .stray
        }
    }

    private static func refusal(_ error: String, description: String?) -> AuthError {
        let words = description.map { "\($0) (\(error))" } ?? error
        return AuthError(
            .signInFailed, "Globus ended the sign-in: \(words.shown())",
            remedy: error == "access_denied"
                ? "Consent on the page to sign in: alcf authenticate" : "Start again: alcf authenticate")
    }

    /// The page that the browser shows.
    var reply: LoopbackReply {
        switch self {
        case .code:
            .page("Signed in", "Return to the terminal. You may close this window.")
        case .refused:
            .page("Not signed in", "The terminal shows the reason. You may close this window.")
        case .foreign:
            .page("Not for this sign-in", "This page belongs to another sign-in. Use the newest one.", status: 400)
        case .stray:
            .page("Nothing here", "This is the listener of a sign-in that is under way.", status: 404)
        }
    }
}

extension LoopbackReply {
    /// A page of fixed words: nothing from a request goes into it.
    fileprivate static func page(_ title: String, _ text: String, status: Int = 200) -> LoopbackReply {
        LoopbackReply(
            status: status, contentType: "text/html; charset=utf-8",
            body: """
                <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>\(title)</title></head>\
                <body style="font-family:sans-serif;margin:4em"><h1>\(title)</h1><p>\(text)</p></body></html>\n
                """)
    }
}
