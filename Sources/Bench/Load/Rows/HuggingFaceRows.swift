package import ALCFCrypto
package import ALCFHTTP
import ALCFJSON
package import ALCFRecord
import ALCFSystem

/// Data sets of Hugging Face, fetched in pages of 100 rows, as many as are used, and kept.
///
/// A page that was fetched is never fetched again, so that an interrupted download goes on where it was; the rows that
/// were read are named by their SHA-256 in every record. The rows API serves the newest revision, and says nothing of
/// which that is: the hash is what tells two of them apart.
package struct HuggingFaceRows: Sendable {
    /// The rows API of the real service.
    package static let standardBase = "https://datasets-server.huggingface.co"

    /// Owner and name, as in `rajpurkar/squad`.
    package let dataSet: String
    /// Configuration, as in `plain_text`.
    package let config: String
    /// Split, as in `validation`.
    package let split: String
    private let base: String
    private let token: Secret?
    private let folder: String
    private let transport: any HTTPTransport
    private let patience: RowPatience

    /// A split of a data set.
    ///
    /// - Parameters:
    ///   - base: the rows API, or a mirror.
    ///   - token: for data sets that are not public.
    ///   - folder: where pages are kept.
    ///   - pause: waits so many seconds before a page is asked for again.
    package init(
        dataSet: String, config: String, split: String, base: String = standardBase, token: Secret? = nil,
        folder: String, transport: any HTTPTransport,
        pause: @escaping @Sendable (_ seconds: Double) async throws -> Void = {
            try await Task.sleep(for: .seconds($0))
        }
    ) {
        self.dataSet = dataSet
        self.config = config
        self.split = split
        self.base = base
        self.token = token
        self.folder = folder
        self.transport = transport
        patience = RowPatience(pause: pause)
    }

    /// The rows needed for a workload.
    package struct Wish: Sendable {
        /// Number of questions or prompts to be drawn.
        package var prompts: Int
        /// Whether they are the first ones, and not drawn.
        package var inOrder: Bool
        /// Seed that chooses the pages.
        package var seed: UInt64

        /// A wish with these parts.
        package init(prompts: Int, inOrder: Bool = false, seed: UInt64) {
            self.prompts = prompts
            self.inOrder = inOrder
            self.seed = seed
        }
    }

    /// Reads as many pages as the wish takes; more where rows cannot be used, until there are enough or all.
    ///
    /// - Parameter progress: called with the rows that are there, and those that are known to be needed.
    /// - Throws: `BenchError`; pages that came before stay.
    package func data(
        _ wish: Wish, progress: @Sendable (_ rows: Int, _ of: Int) -> Void = { _, _ in }
    ) async throws -> DataSetContents {
        let first = try await page(0, total: nil)
        let plan = RowPages(rows: first.total, prompts: wish.prompts, inOrder: wish.inOrder, seed: wish.seed)
        var pages = [0: first.rows]
        var count = plan.needed
        while true {
            for number in plan.order.prefix(count) where pages[number] == nil {
                progress(pages.count * RowPages.length, min(first.total, count * RowPages.length))
                pages[number] = try await page(number, total: first.total).rows
            }
            let rows = pages.sorted { $0.key < $1.key }.flatMap { page in
                page.value.enumerated().map { (number: page.key * RowPages.length + $0.offset + 1, json: $0.element) }
            }
            let isAll = count >= plan.order.count
            if let data = try loaded(rows, orNoneIf: !isAll), isAll || data.count >= wish.prompts { return data }
            count = min(plan.order.count, count * 2)
        }
    }

    /// - Parameter isPart: whether it may be that no row of these can be used: then there are others.
    private func loaded(
        _ rows: [(number: Int, json: JSONValue)], orNoneIf isPart: Bool
    ) throws(BenchError) -> DataSetContents? {
        let lines = rows.flatMap { $0.json.serializedBytes() + [UInt8(ascii: "\n")] }
        let origin = DataOrigin(
            name: "\(dataSet) (\(split))", sha256: try BenchError.hash(lines), url: "\(base)/rows?" + query(offset: nil)
        )
        let reader = TabularQuestions(origin, unit: "row")
        do { return try reader.data(rows) } catch {
            guard isPart, error.code == .tooFewQuestions else { throw error }
            return nil
        }
    }

    // MARK: Pages

    /// One page from the folder, or fetched and put there.
    ///
    /// - Parameter total: the rows that the data set must still have; nil where that is not known yet.
    private func page(_ number: Int, total: Int?) async throws -> RowPage {
        let path = try self.path(of: number)
        if let kept = try? FileContents(path: path, limit: JSONLimits.page.bytes).bytes,
            let page = try? RowPage(kept, number: number, of: dataSet, base: base), page.total == total ?? page.total
        {
            return page
        }
        let bytes = try await fetch(offset: number * RowPages.length)
        let page = try RowPage(bytes, number: number, of: dataSet, base: base)
        guard page.total == total ?? page.total else {
            throw BenchError(
                .dataSet, "\(dataSet) had \(total ?? 0) rows, and has \(page.total) now: it was changed meanwhile",
                remedy: "remove \(folder), and run the same command again")
        }
        try write(bytes, to: path)
        return page
    }

    private func path(of page: Int) throws(BenchError) -> String {
        let key = try BenchError.hash(Array("\(base)\n\(dataSet)\n\(config)\n\(split)".utf8)).prefix(16)
        let name = (dataSet.split(separator: "/").last.map(String.init) ?? dataSet) + "-" + split
        return
            "\(folder)/\(name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? "\($0)" : "_" }.joined())-\(key)/\(page).json"
    }

    private func fetch(offset: Int) async throws -> [UInt8] {
        let url: HTTPURL
        do { url = try HTTPURL("\(base)/rows?\(query(offset: offset))") } catch {
            throw BenchError(
                .dataSet, "\(URLUserInfo.removed(fromURL: base)) is not a URL: \(error.message)", underlying: error)
        }
        let request = HTTPRequest(
            .get, url, headers: [("Accept", "application/json")], authorization: token.map { .bearer($0) })
        return try await patience.fetch(request, of: dataSet, limit: JSONLimits.page.bytes, over: transport)
    }

    private func query(offset: Int?) -> String {
        let place = offset.map { [("offset", "\($0)"), ("length", "\(RowPages.length)")] } ?? []
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
