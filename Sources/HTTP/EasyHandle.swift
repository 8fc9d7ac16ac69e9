import ALCFCrypto
import ALCFSystem
import CCurl
import Glibc

/// libcurl's easy handle, what it points to, and the options that are set on it.
@safe final class EasyHandle {
    private let raw: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorBuffer: UnsafeMutablePointer<CChar>
    /// The first option that this libcurl did not take.
    private var refused: CURLcode = CURLE_OK

    init() throws(HTTPError) {
        guard let raw = unsafe curl_easy_init() else { throw HTTPError(.other, "out of memory") }
        unsafe self.raw = unsafe raw
        unsafe errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(raw)
        forgetHeaders()
        unsafe errorBuffer.deallocate()
    }

    /// Makes it as new for another exchange. What is known of names and TLS sessions stays.
    func reset() {
        forgetHeaders()
        unsafe curl_easy_reset(raw)
        unsafe errorBuffer.pointee = 0
        refused = CURLE_OK
    }

    private func forgetHeaders() {
        // The list holds the bearer token.
        var node = unsafe headers
        while let entry = unsafe node {
            if let data = unsafe entry.pointee.data { unsafe explicit_bzero(data, strlen(data)) }
            unsafe node = unsafe entry.pointee.next
        }
        unsafe curl_slist_free_all(headers)
        unsafe headers = nil
    }

    /// - Throws: ``HTTPError`` where libcurl is not installed, or lacks a function.
    static func requireLibrary() throws(HTTPError) {
        guard let libraryTrouble else { return }
        throw HTTPError(
            .other, "the network library libcurl 4 cannot be used: \(libraryTrouble)",
            remedy: "Install a current one: apt-get install libcurl4, or dnf install libcurl.")
    }

    /// - Parameters:
    ///   - authorities: certificates that the server is checked against.
    ///   - readsBody: whether the body is asked for piece by piece, through the read callback.
    func configure(
        _ request: HTTPRequest, options: HTTPClient.Configuration, authorities: CertificateAuthorities,
        readsBody: Bool
    ) throws(HTTPError) {
        set(CURLOPT_URL, request.url.string)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_USERAGENT, options.userAgent)
        set(CURLOPT_NOSIGNAL, 1)
        // Names are looked up on a thread of libcurl's. Giving up must not wait for that thread: it would stop the
        // loop.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // All that this libcurl can decode, where a server encodes unasked; see ``HTTPCoding``.
        set(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Whatever the system's policy allows, also on the way to a proxy.
        set(CURLOPT_SSLVERSION, tls12)
        set(CURLOPT_PROXY_SSLVERSION, tls12)
        // libcurl gives up a connection whose full seconds of idleness are more than this.
        set(CURLOPT_MAXAGE_CONN, max(1, options.idleLimit))
        if let size = options.readSize { set(CURLOPT_BUFFERSIZE, size) }
        if !request.checksCertificate {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        set(
            CURLOPT_CONNECTTIMEOUT_MS,
            Int(clamping: min((request.timeouts.connect?.seconds ?? 300) * 1000, 1e9).rounded()))
        switch request.version {
        case .http1: set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        case .http2:
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
            // Streams share a connection that is being opened, rather than to open one each.
            set(CURLOPT_PIPEWAIT, 1)
        }
        trust(authorities)
        // A proxy that the environment names is for other machines, not for this one.
        if request.url.isLoopback { set(CURLOPT_NOPROXY, "*") }
        // Exceptions in no_proxy hold for the default, too.
        if let proxy = ProxyDefault.address(for: request.url) { set(CURLOPT_PROXY, proxy) }
        setBody(request, readsBody: readsBody)
        try setHeaders(request)
        unsafe alcf_easy_setopt_pointer(raw, CURLOPT_ERRORBUFFER, errorBuffer)
    }

    /// Has servers checked against these and no others, and proxies that speak TLS likewise. Certificates of a file
    /// alone are read once for all connections; with a folder beside it, for each of them.
    private func trust(_ authorities: CertificateAuthorities) {
        set(CURLOPT_CAINFO, authorities.file)
        set(CURLOPT_CAPATH, authorities.folder)
        set(CURLOPT_PROXY_CAINFO, authorities.file)
        set(CURLOPT_PROXY_CAPATH, authorities.folder)
    }

    private func setBody(_ request: HTTPRequest, readsBody: Bool) {
        guard let body = request.body ?? (request.method == .post ? [] : nil) else {
            if request.method != .get { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
            return
        }
        set(CURLOPT_POST, 1)
        if request.method != .post { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        unsafe note(alcf_easy_setopt_off(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        if body.isEmpty {
            // Without an address libcurl would ask for the body piece by piece.
            set(CURLOPT_COPYPOSTFIELDS, "")
        } else if !readsBody {
            unsafe body.withUnsafeBytes { bytes in
                let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_COPYPOSTFIELDS, start))
            }
        }
    }

    private func setHeaders(_ request: HTTPRequest) throws(HTTPError) {
        for (name, value) in request.headers {
            // libcurl drops a header with an empty value, unless it ends with a semicolon.
            append(header: value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        if !request.headers.contains(where: { $0.name.lowercased() == "accept-encoding" }) {
            append(header: "Accept-Encoding: \(HTTPCoding.asked)")
        }
        for (name, value, _) in request.secretHeaders { append(header: "\(name): \(value.expose())") }
        // A round trip before a large body is of no use here.
        append(header: "Expect:")
        switch request.authorization {
        case .bearer(let token):
            guard HTTPRequest.isValidHeader(name: "Authorization", value: token.expose()) else {
                throw HTTPError(.invalidRequest, "the token has invalid characters")
            }
            append(header: "Authorization: Bearer \(token.expose())")
        case .basic(let user, let password):
            set(CURLOPT_HTTPAUTH, 1)
            set(CURLOPT_USERNAME, user)
            set(CURLOPT_PASSWORD, password.expose())
        case nil: break
        }
        unsafe alcf_easy_setopt_slist(raw, CURLOPT_HTTPHEADER, headers)
    }

    private func append(header: String) {
        guard let list = unsafe curl_slist_append(headers, header) else { return note(CURLE_OUT_OF_MEMORY) }
        unsafe headers = unsafe list
    }

    private func set(_ option: CURLoption, _ value: Int) { unsafe note(alcf_easy_setopt_long(raw, option, value)) }
    /// For options whose text libcurl copies, which is all but `CURLOPT_POSTFIELDS`.
    private func set(_ option: CURLoption, _ value: String) { unsafe note(alcf_easy_setopt_string(raw, option, value)) }

    /// Nil takes back what libcurl was built with.
    private func set(_ option: CURLoption, _ value: String?) {
        guard let value else { return unsafe note(alcf_easy_setopt_pointer(raw, option, nil)) }
        set(option, value)
    }

    private func note(_ code: CURLcode) { if refused == CURLE_OK { refused = code } }

    /// - Throws: ``HTTPError`` where this libcurl is too old for an option, or has no memory left.
    func requireOptions() throws(HTTPError) {
        guard refused != CURLE_OK else { return }
        throw unsafe HTTPError(
            .other, "this version of libcurl lacks a needed function: \(String(cString: curl_easy_strerror(refused)))",
            curlCode: Int(refused.rawValue))
    }

    // MARK: On the multi handle

    package func add(to multi: UnsafeMutableRawPointer) -> HTTPError? {
        let code = unsafe curl_multi_add_handle(multi, raw)
        return code == CURLM_OK ? nil : unsafe HTTPError(.other, String(cString: curl_multi_strerror(code)))
    }

    func remove(from multi: UnsafeMutableRawPointer) { unsafe curl_multi_remove_handle(multi, raw) }

    func unpause() { unsafe curl_easy_pause(raw, CURLPAUSE_CONT) }

    // MARK: Callbacks

    /// - Parameter user: an unretained ``Transfer``.
    func setCallbacks(user: UnsafeMutableRawPointer) {
        unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_PRIVATE, user))
        unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_WRITEDATA, user))
        unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_HEADERDATA, user))
        unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_READDATA, user))
        unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_SEEKDATA, user))
        unsafe note(alcf_easy_setopt_pointer(raw, CURLOPT_PREREQDATA, user))
        let write = unsafe alcf_easy_setopt_data(raw, CURLOPT_WRITEFUNCTION) { data, size, count, user in
            let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
            let isTaken = unsafe Transfer.of(user: user)?.receive(body: bytes) ?? true
            return isTaken ? size * count : Int(CURL_WRITEFUNC_PAUSE)
        }
        let header = unsafe alcf_easy_setopt_data(raw, CURLOPT_HEADERFUNCTION) { data, size, count, user in
            let line = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
            let isTaken = unsafe Transfer.of(user: user)?.receive(headerLine: line) ?? true
            return isTaken ? size * count : 0
        }
        let read = unsafe alcf_easy_setopt_data(raw, CURLOPT_READFUNCTION) { data, size, count, user in
            let buffer = unsafe UnsafeMutableRawBufferPointer(start: data, count: size * count)
            return unsafe Transfer.of(user: user)?.provide(buffer) ?? 0
        }
        let seek = unsafe alcf_easy_setopt_seek(raw) { user, offset, origin in
            guard origin == SEEK_SET, let transfer = unsafe Transfer.of(user: user) else { return CURL_SEEKFUNC_FAIL }
            transfer.rewind(to: Int(clamping: offset))
            return CURL_SEEKFUNC_OK
        }
        let prereq = unsafe alcf_easy_setopt_prereq(raw) { user, _, _, _, _ in
            let mayGoOn = unsafe Transfer.of(user: user)?.connected(at: .now) ?? true
            return mayGoOn ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        for code in [write, header, read, seek, prereq] { note(code) }
    }

    static func user(of easy: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        var user: UnsafeMutableRawPointer?
        unsafe alcf_easy_getinfo_pointer(easy, CURLINFO_PRIVATE, &user)
        return unsafe user
    }

    // MARK: What libcurl knows afterwards

    /// libcurl's own words about what went wrong; may be empty.
    var errorText: String { unsafe String(cString: errorBuffer) }

    /// Number of connections that were made for it: 0 if a kept one served.
    var newConnections: Int {
        var count = 0
        unsafe alcf_easy_getinfo_long(raw, CURLINFO_NUM_CONNECTS, &count)
        return count
    }

    /// With what a proxy refused the connection; nil where none did.
    var proxyStatus: Int? {
        var status = 0
        unsafe alcf_easy_getinfo_long(raw, CURLINFO_HTTP_CONNECTCODE, &status)
        return status >= 300 ? status : nil
    }

    /// Adds what the connection cost.
    ///
    /// libcurl's own start-transfer time is left alone: for bodies over 64 KiB it is the time of sending.
    package func read(into timings: inout HTTPTimings, isTLS: Bool) {
        let count = newConnections
        timings.newConnections = count
        let name = seconds(CURLINFO_NAMELOOKUP_TIME_T)
        let connect = seconds(CURLINFO_CONNECT_TIME_T)
        let tls = seconds(CURLINFO_APPCONNECT_TIME_T)
        timings.nameLookup = count == 0 ? 0 : name
        timings.connect = count == 0 ? 0 : max(0, connect - name)
        timings.tls = isTLS ? (count == 0 ? 0 : max(0, tls - connect)) : nil
        var version = 0
        unsafe alcf_easy_getinfo_long(raw, CURLINFO_HTTP_VERSION, &version)
        timings.httpVersion =
            switch version {
            case 1: "1.0"
            case 2: "1.1"
            case 3, 4: "2"
            case 30: "3"
            default: nil
            }
        var port = 0
        unsafe alcf_easy_getinfo_long(raw, CURLINFO_LOCAL_PORT, &port)
        timings.localPort = port > 0 ? port : nil
        var address: UnsafePointer<CChar>?
        unsafe alcf_easy_getinfo_string(raw, CURLINFO_PRIMARY_IP, &address)
        timings.remoteAddress = unsafe address.map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the file and the folder of trusted certificates that this libcurl was built for; nil for none.
    static func libraryCertificates() -> (file: String?, folder: String?) {
        guard libraryTrouble == nil, let raw = unsafe curl_easy_init() else { return (nil, nil) }
        defer { unsafe curl_easy_cleanup(raw) }
        func path(_ what: CURLINFO) -> String? {
            var path: UnsafePointer<CChar>?
            guard unsafe alcf_easy_getinfo_string(raw, what, &path) == CURLE_OK else { return nil }
            return unsafe path.map { unsafe String(cString: $0) }
        }
        return (path(CURLINFO_CAINFO), path(CURLINFO_CAPATH))
    }

    private func seconds(_ what: CURLINFO) -> Double {
        var microseconds: curl_off_t = 0
        unsafe alcf_easy_getinfo_off(raw, what, &microseconds)
        return Double(microseconds) / 1e6
    }
}

/// `CURL_SSLVERSION_TLSv1_2`: that version or a later one.
private let tls12 = 6

/// The reason that libcurl cannot be used; nil for none. The first access loads libcurl.
private let libraryTrouble: String? = unsafe alcf_curl_load().map { unsafe String(cString: $0) }
