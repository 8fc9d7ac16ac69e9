@testable import ALCFClient
@testable import ALCFCommands
@testable import ALCFCrypto
@testable import ALCFHTTP
@testable import ALCFJSON
@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFSystem
@testable import TestSupport

extension FuzzTarget {
    /// Single texts.
    static let texts = [json, pythonLiteral, base64, urls, grammars, markdown, keys, scores, redaction, files]

    /// Written and read again, a document is the same.
    static let json = FuzzTarget("json") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        _ = JSONFragment.object(in: text)
        _ = JSONFragment.message(in: text)
        _ = SurrogateJoiner.json(bytes)
        _ = SurrogateJoiner.wholeJSON(bytes)
        guard let value = try? JSONValue(parsing: bytes) else { return }
        for layout in [JSONValue.Layout.compact, .pretty, JSONValue.Layout(sortedKeys: true)] {
            try demandEqual(try JSONValue(parsing: value.serializedBytes(layout)), value, "a document written and read")
        }
        try demandEqual(value.serialized().safeForTerminal, value.serialized(), "what is shown of a document")
        _ = SchemaCheck(value, schema: value["schema"] ?? value)
    }

    static let pythonLiteral = FuzzTarget("python-literal", words: pythonWords) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        _ = BatchResult(text: text)
        _ = WrittenList.parse(text)
        _ = PythonBytes.decode(text)
        _ = PythonNumbers.withoutNaN(bytes)
        guard let value = PythonLiteral.parse(text) else { return }
        try demandEqual(try JSONValue(parsing: value.serializedBytes()), value, "a value written as JSON and read")
    }

    private static let pythonWords = [
        "None", "True", "False", "nan", "inf", "-inf", "array([", "], dtype=object)", "np.str_('a')", "dtype('O')",
        "b'", "u\"", "\\x41", "\\U0001f600", "\\N", "(1,)", "{1, 2}", "...", "1_000", "0x1p3", "infinity",
    ]

    static let base64 = FuzzTarget("base64", words: ["==", "A=", "-_", "+/"]) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        for alphabet in [Base64.standard, .urlSafe] {
            try demandEqual(alphabet.decode(alphabet.encode(bytes)), bytes, "bytes encoded and decoded")
            guard let decoded = alphabet.decode(text) else { continue }
            try demandEqual(alphabet.decode(alphabet.encode(decoded)), decoded, "decoded bytes encoded and decoded")
        }
        let pairs = FormEncoding.decode(text).map { ($0.name, $0.value) }
        let again = FormEncoding.decode(FormEncoding.encode(pairs)).map { ($0.name, $0.value) }
        try demand(pairs.map(\.0) == again.map(\.0) && pairs.map(\.1) == again.map(\.1), "a form encoded and decoded")
    }

    static let urls = FuzzTarget(
        "url", words: ["http://", "https://", "//", "@", "[::1]", ":80", "%2F", "#x", "?a=b", "/../"]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        _ = try? TargetAddress(text, name: "a")
        _ = ProxySetting.fault(ofForm: text)
        _ = URLUserInfo.removed(fromURL: text)
        guard let url = try? HTTPURL(text) else { return }
        try demandEqual(try HTTPURL(url.string), url, "an address taken apart twice")
        guard let longer = try? url.appending("/v1/models") else { return }
        try demand(longer.host == url.host && longer.scheme == url.scheme && longer.port == url.port, "another host")
    }

    /// Times, conditions, and other words of the command line.
    static let grammars = FuzzTarget(
        "grammar",
        words: [
            "ttft p95 > 2s", "errors > 5%", "invalid", "ratio", ">=", "≤", "metis ", "s", "m", "h", "d", "Z", "+01:00",
            "T", "GMT",
            "Fri, 27 Nov 2026 16:00:00 GMT", "k", "%", ",", "env:X", "=", ":", "$/1M", "in", "out", "1e9", "/model a b",
        ]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        if let condition = try? FailCondition(text) {
            try demandEqual(try FailCondition(condition.text), condition, "a condition")
        }
        _ = try? ChangeCondition(text)
        if let span = TimeSpan(argument: text) { try demand((0...1e9).contains(span.seconds), "\(span.seconds) s") }
        if let percentage = Percentage(argument: text) { _ = percentage.defaultValueDescription }
        _ = NumberList(argument: text)
        _ = Price(text)
        _ = TraceFile.seconds(text)
        _ = ImportedRun.epoch(text)
        _ = SlashCommand(text)
        _ = try? FieldArgument(text, ["metis"])
        _ = HeaderArgument(text, names: ["metis"])
        _ = SettingKey(text).nearest
        if let time = CalendarTime(text) {
            _ = (time.day, time.hour)
            try demandEqual(
                CalendarTime(DateText.iso8601(time.seconds))?.seconds, time.seconds, "a time written and read")
        }
        if let wait = RetryAfter.seconds(text, now: 1_795_800_000) {
            try demand((0...RetryAfter.maximum).contains(wait), "a wait of \(wait) s")
        }
        if let date = HTTPDate.seconds(text, now: 1_795_800_000) {
            try demandEqual(HTTPDate.seconds(HTTPDate.text(date)), date, "a date written and read")
        }
        _ = try? Settings(SettingsContent(bytes, path: "/c.json"), path: "/c.json") { _ in nil }
    }

    /// Nothing of the text drives the terminal, and letters are neither lost nor doubled, however it comes in.
    static let markdown = FuzzTarget(
        "markdown",
        words: [
            "**", "```", "~~~", "| a | b |\n|---|--:|\n", "\n> ", "\n- ", "\n1. ", "![", "](", "\\", "\n\n", "  \n",
        ]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        for (width, isStyled) in [(40, true), (8, false)] {
            // Of a long text, one reading is enough: how long it takes counts.
            if bytes.count > 128 << 10, !isStyled { continue }
            func render(_ pieces: [String]) -> String {
                var renderer = MarkdownRenderer(width: width, isStyled: isStyled)
                return pieces.map { renderer.add($0) }.joined() + renderer.finish()
            }
            let whole = render([text])
            let torn = bytes.count > 128 << 10 ? whole : render(scalarPieces(text))
            for output in torn == whole ? [whole] : [whole, torn] {
                let plain = withoutStyles(output)
                try demandEqual(plain.safeForTerminal, plain, "what is left for the terminal to obey")
            }
            if !isStyled {
                func letters(_ text: String) -> [Unicode.Scalar] {
                    text.unicodeScalars.filter { !$0.properties.isWhitespace }
                }
                try demandEqual(letters(torn), letters(whole), "letters of the text in pieces and of the whole")
            }
        }
    }

    private static func scalarPieces(_ text: String) -> [String] {
        var random = TestRandom("scalars", seed: UInt64(text.utf8.count))
        var pieces: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...max(9, text.utf8.count / 500), using: &random))
            rest = rest[piece.endIndex...]
            pieces.append(String(String.UnicodeScalarView(piece)))
        }
        return pieces
    }

    private static func withoutStyles(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") {
                let end = bytes[(index + 2)...].firstIndex { !"0123456789;".utf8.contains($0) }
                if let end, bytes[end] == UInt8(ascii: "m") {
                    index = end + 1
                    continue
                }
            }
            plain.append(bytes[index])
            index += 1
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The keys are the same however the bytes come in.
    static let keys = FuzzTarget(
        "keys",
        words: ["\u{1B}[A", "\u{1B}[1;5C", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}O", "\u{1B}\u{1B}", "\u{1B}[3~"]
    ) { bytes in
        func keys(_ pieces: [[UInt8]]) -> [Key] {
            var decoder = KeyDecoder()
            var keys: [Key] = []
            for key in pieces.flatMap({ decoder.add($0) }) {
                if case .text(let new) = key, case .text(let old)? = keys.last {
                    keys[keys.count - 1] = .text(old + new)
                } else {
                    keys.append(key)
                }
            }
            return keys
        }
        // One text of many pieces takes long to join here: the pieces are compared of shorter inputs only.
        let whole = keys([bytes])
        if bytes.count <= 8192 {
            try demandEqual(keys(Pieces.of(bytes)), whole, "keys of the torn bytes and of the whole")
        }
    }

    static let scores = FuzzTarget(
        "score", words: ["Answer: ", "**", "the ", "\n", "`", "。", "東京", "\"", "'s"], tried: 100
    ) { bytes in
        let parts = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let (gold, answer) = (String(parts[0]), String(parts.count > 1 ? parts[1] : ""))
        _ = AnswerExtraction.extract(answer)
        let score = SquadMetric.score(answer, [gold], about: "Question: \(gold)?")
        try demand((0...1).contains(score.f1) && (0...1).contains(score.extractedF1), "F1 of \(score.f1)")
        // Two answers without a word are equal, and have none in common.
        let isEmpty = SquadMetric.normalized(gold).isEmpty
        try demand(!score.exactMatch || score.f1 == (isEmpty ? 0 : 1), "an exact match with F1 \(score.f1)")
        try demandEqual(
            SquadMetric.normalized(SquadMetric.normalized(gold)), SquadMetric.normalized(gold), "normalised twice")
    }

    /// No secret stays, and JSON stays JSON.
    static let redaction = FuzzTarget(
        "redaction", words: [secret, "AgX9kQ2mZp7", "QWdYOWtRMm1acDc", "%41g", "\\u0041g", "&#65;"], tried: 100
    ) { bytes in
        let redaction = Redaction([Secret(secret)])
        let text = String(decoding: bytes, as: UTF8.self)
        let said = redaction(text)
        try demand(!said.contains(secret) && !said.lowercased().contains(secret.lowercased()), "the secret is shown")
        let document = redaction.withoutSecrets(bytes)
        try demand(document.firstRange(of: Array(secret.utf8)) == nil, "the secret is in the document")
        if (try? JSONValue(parsing: bytes)) != nil {
            try demand((try? JSONValue(parsing: document)) != nil, "JSON became something else")
        }
    }

    private static let secret = "AgX9kQ2mZp7rT4vLw8nB"

    /// Files that are handed to a model, and archives.
    static let files = FuzzTarget("file", words: ["%PDF-", "PK\u{3}\u{4}", "ustar", "\u{7F}ELF", "<svg"]) { bytes in
        _ = FileKind(bytes)
        _ = UTF8Fault(bytes)?.remedy(path: "a", use: "b")
        _ = try? ImageContent(bytes: bytes)
        if let text = try? PlainText(bytes, path: "a") { _ = text }
        try demandEqual(UTF8Fault(bytes) == nil, String(validating: bytes, as: UTF8.self) != nil, "what is UTF-8")
        guard let archive = try? TarArchive(parsing: bytes, most: 100) else { return }
        for entry in archive.entries {
            try demand(!entry.name.hasPrefix("/") && !entry.name.split(separator: "/").contains(".."), entry.name)
        }
    }
}
