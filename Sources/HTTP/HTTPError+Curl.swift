import CCurl

extension HTTPError {
    /// Translates libcurl's result.
    ///
    /// - Parameters:
    ///   - detail: libcurl's own sentence, where it has one; it may quote a proxy's password.
    ///   - host: host of the request.
    ///   - authorities: certificates that the server was checked against.
    init(curl result: CURLcode, detail: String, host: String, authorities: CertificateAuthorities) {
        let code: Code =
            switch result {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .dns
            case CURLE_COULDNT_CONNECT, CURLE_PROXY: .connect
            // Every other limit of time is ours, not libcurl's.
            case CURLE_OPERATION_TIMEDOUT: .timeoutConnect
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_USE_SSL_FAILED,
                CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS:
                .tls
            case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
                CURLE_HTTP2_STREAM:
                .disconnected
            case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: .malformed
            case CURLE_WRITE_ERROR: .tooLarge
            case CURLE_URL_MALFORMAT: .invalidURL
            default: .other
            }
        let words = unsafe detail.isEmpty ? String(cString: curl_easy_strerror(result)) : Redaction.proxies(detail)
        let trouble =
            switch code {
            case .dns where result == CURLE_COULDNT_RESOLVE_PROXY: "the name of the proxy to \(host) cannot be resolved"
            case .dns: "the name \(host) cannot be resolved"
            case .connect, .timeoutConnect: "no connection to \(host)"
            case .tls: "no safe connection to \(host)"
            case .disconnected: "the connection to \(host) broke"
            default: "the exchange with \(host) failed"
            }
        let isUnproven = result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE
        if isUnproven, let fault = authorities.fault {
            self.init(
                code, "\(trouble): \(fault.message)", remedy: fault.remedy, curlCode: Int(result.rawValue))
        } else {
            let source =
                isUnproven
                ? authorities.place.map { " (certificates of authorities: \($0), as \(authorities.reason))" } ?? "" : ""
            self.init(code, "\(trouble): \(words)\(source)", curlCode: Int(result.rawValue))
        }
    }
}
