public import ALCFCrypto
public import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// Data sets of Hugging Face, fetched row by row in pages of 100, and kept.
///
/// A page that was fetched is never fetched again, so that an interrupted download goes on where it was; the whole is kept as
/// one file of JSON Lines that its SHA-256 names in every record. The rows API serves the newest revision, and says nothing of
/// which that is: the hash is what tells two of them apart.
public struct HuggingFaceRows: Sendable {
    /// The rows API of the real service.
    public static let standardBase = "https://datasets-server.huggingface.co"
    /// The rows of a page; the API gives no more.
    static let pageLength = 100

    /// Owner and name, as in `rajpurkar/squad`.
    public let dataSet: String
    /// As in `plain_text`.
    public let config: String
    /// As in `validation`.
    public let split: String
    private let base: String
    private let token: Secret?
    private let folder: String
    private let transport: any HTTPTransport

    /// A split of a data set.
    ///
    /// - Parameters:
    ///   - base: the rows API, or a mirror.
    ///   - token: for data sets that are not public.
    ///   - folder: where pages and files are kept.
    public init(
        dataSet: String, config: String, split: String, base: String = standardBase, token: Secret? = nil,
        folder: String, transport: any HTTPTransport
    ) {
        self.dataSet = dataSet
        self.config = config
        self.split = split
        self.base = base
        self.token = token
        self.folder = folder
        self.transport = transport
    }

    /// The file's path and address, fetched where it is not there yet.
    ///
    /// - Parameter progress: called with the rows that are there, and those there will be.
    /// - Throws: ``BenchError``; pages that came before stay.
    public func file(
        progress: @Sendable (_ rows: Int, _ of: Int) -> Void = { _, _ in }
    ) async throws -> (path: String, url: String) {
        let key = try BenchError.hash(Array("\(base)\n\(dataSet)\n\(config)\n\(split)".utf8)).prefix(16)
        let name = "\(dataSet.split(separator: "/").last.map(String.init) ?? dataSet)-\(split)-\(key)"
        let path = "\(folder)/\(name).jsonl"
        let url = "\(base)/rows?" + query(offset: nil)
        if (try? FileContents(path: path, limit: 1 << 31)) != nil { return (path, url) }
        var pages: [String] = []
        var total = Int.max
        while pages.count * Self.pageLength < total {
            let page = "\(folder)/\(name).part/\(pages.count).json"
            let bytes = try await contents(of: page, offset: pages.count * Self.pageLength)
            total = try check(bytes, page: pages.count)
            pages.append(page)
            progress(min(total, pages.count * Self.pageLength), total)
        }
        var lines: [UInt8] = []
        for page in pages { lines += try self.lines(of: page) }
        try write(lines, to: path)
        TemporaryFolder.remove("\(folder)/\(name).part")
        return (path, url)
    }

    private func contents(of page: String, offset: Int) async throws -> [UInt8] {
        if let kept = try? FileContents(path: page, limit: 64 << 20).bytes, !kept.isEmpty { return kept }
        let bytes = try await fetch(offset: offset)
        _ = try check(bytes, page: offset / Self.pageLength)
        try write(bytes, to: page)
        return bytes
    }

    private func fetch(offset: Int) async throws -> [UInt8] {
        let url: HTTPURL
        do { url = try HTTPURL("\(base)/rows?\(query(offset: offset))") } catch {
            throw BenchError(.dataSet, "\(base) is not a URL: \(error.message)", underlying: error)
        }
        let request = HTTPRequest(
            .get, url, headers: [("Accept", "application/json")], authorization: token.map { .bearer($0) })
        let response: HTTPResponse
        let body: [UInt8]
        do {
            response = try await transport.send(request)
            body = try await response.body.collect(upTo: JSONLimits.page.bytes)
        } catch let error as HTTPError {
            throw BenchError(
                .dataSet, "\(dataSet) cannot be fetched: \(error.message)",
                remedy: "run the same command again: what came is kept", underlying: error)
        }
        if response.status == 200 { return body }
        let reason =
            (300..<400).contains(response.status)
            ? Redirect(response.headers, from: url).message(status: response.status)
            : (try? JSONValue(parsing: body))?["error"]?.string ?? "status \(response.status)"
        throw BenchError(.dataSet, "\(dataSet) cannot be fetched: \(reason)", remedy: Self.remedy(response.status))
    }

    private static func remedy(_ status: Int) -> String {
        switch status {
        case 401, 403: "set HF_TOKEN to a token that may read it"
        case 404, 422: "name the data set as hf:OWNER/NAME:CONFIG:SPLIT"
        case 429: "wait some minutes and run the same command again: what came is kept"
        default: "run the same command again later: what came is kept"
        }
    }

    /// How many rows there are in all.
    private func check(_ bytes: [UInt8], page: Int) throws(BenchError) -> Int {
        func wrong(_ what: String, _ remedy: String) -> BenchError {
            BenchError(.dataSet, "page \(page + 1) of \(dataSet) \(what)", remedy: remedy)
        }
        guard let json = try? JSONValue(parsing: bytes, limits: .page), let rows = json["rows"]?.array,
            let total = json["num_rows_total"]?.int
        else { throw wrong("is not what the rows API gives", "is the address right? It is \(base)") }
        if json["partial"]?.bool == true {
            throw wrong("is of a part of the data set only", "fetch its file, and give that")
        }
        if rows.contains(where: { $0["truncated_cells"]?.array?.isEmpty == false }) {
            throw wrong("has cells that were cut", "fetch its file, and give that")
        }
        guard total > 0, rows.count == min(Self.pageLength, total - page * Self.pageLength) else {
            throw wrong("has \(rows.count) rows of \(total)", "remove the pages in \(folder), and try again")
        }
        return total
    }

    private func lines(of page: String) throws(BenchError) -> [UInt8] {
        do {
            let json = try JSONValue(
                parsing: try FileContents(path: page, limit: JSONLimits.page.bytes).bytes, limits: .page)
            return (json["rows"]?.array ?? []).flatMap {
                ($0["row"] ?? .null).serializedBytes() + [UInt8(ascii: "\n")]
            }
        } catch { throw BenchError(.dataSet, "\(page) cannot be read: \(error)", underlying: error) }
    }

    private func query(offset: Int?) -> String {
        let place = offset.map { [("offset", "\($0)"), ("length", "\(Self.pageLength)")] } ?? []
        return FormEncoding.encode([("dataset", dataSet), ("config", config), ("split", split)] + place)
    }

    private func write(_ bytes: [UInt8], to path: String) throws(BenchError) {
        do { try AtomicFile.write(bytes, to: path, permissions: 0o644) } catch {
            throw BenchError(
                .dataSet, "the data set cannot be kept: \(error)", remedy: "set XDG_CACHE_HOME to a folder of yours",
                underlying: error)
        }
    }
}
