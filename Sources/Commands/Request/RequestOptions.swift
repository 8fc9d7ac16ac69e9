import ALCFClient
import ALCFCrypto
import ALCFJSON
import ALCFRecord
import ALCFSystem
import ArgumentParser

/// The options that change each request for servers that need it: for all targets, or with `TARGET=` in front for one.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Add a field to each request, as in top_k=5 or 'service_tier="flex"'; user=env:NAME takes a string from the environment. \
            Write TARGET= in front for one target only. May be repeated.
            """, valueName: "key=json"))
    var bodyField: [String] = []

    @Option(
        help: ArgumentHelp(
            "Omit a field, such as stream_options, that the server refuses. Write TARGET= in front for one target only. May be repeated.",
            valueName: "field"))
    var omitField: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Add a header to each request, as in 'X-Key: env:NAME', which takes the value from the environment. Values are never \
            recorded. Write TARGET= in front for one target only. May be repeated.
            """, valueName: "header"))
    var header: [String] = []

    @Option(
        help: ArgumentHelp(
            "Name of the field that limits the answer, as in max_completion_tokens. Write TARGET= in front for one target only.",
            valueName: "field"))
    var maxTokensField: [String] = []

    /// The options as values.
    ///
    /// - Parameter names: those of all targets.
    func arguments(names: [String]) -> RequestArguments {
        var arguments = RequestArguments()
        arguments.bodyField = bodyField
        arguments.omitField = omitField
        arguments.header = header.map { GivenHeader(text: $0, kept: HeaderArgument($0, names: names).kept) }
        arguments.maxTokensField = maxTokensField
        return arguments
    }
}

extension RequestArguments {
    /// Returns the overrides for one target.
    ///
    /// - Parameters:
    ///   - target: the target's name; nil where there is one only, without a name.
    ///   - names: those of all targets.
    ///   - streaming: whether answers are streamed.
    /// - Throws: ``UsageError`` for what cannot be sent, or would break the request.
    func overrides(for target: String?, among names: [String], streaming: Bool) throws(UsageError) -> RequestOverrides {
        var overrides = RequestOverrides()
        var seen = Set<String>()
        for text in bodyField {
            let argument = ScopedArgument(text, names: names) { FieldArgument.isOne($0) }
            let field = try FieldArgument(argument.text, names).field
            guard seen.insert("\(argument.target ?? "")=\(field.name)").inserted else {
                throw UsageError(
                    "'\(field.name)' is given twice by --body-field", remedy: "Give it once for each target.")
            }
            if argument.isFor(target) { overrides.fields.append(field) }
        }
        for text in omitField {
            let argument = ScopedArgument(text, names: names) { _ in true }
            let name = argument.text
            try Self.checkOmitted(name, streaming: streaming)
            if argument.isFor(target) { overrides.omitted.append(name) }
        }
        for given in header {
            let argument = HeaderArgument(given.text, names: names)
            let header = try argument.header()
            if argument.isFor(target) { overrides.headers.append(header) }
        }
        for text in maxTokensField {
            let argument = ScopedArgument(text, names: names) { _ in true }
            guard FieldArgument.isName(argument.text),
                !FieldArgument.owned.keys.contains(argument.text) || argument.text.hasPrefix("max_")
            else { throw UsageError("'--max-tokens-field' takes a field's name, and not '\(argument.text)'") }
            if argument.isFor(target) { overrides.maxTokensField = argument.text }
        }
        if let field = overrides.fields.first(where: { $0.name == overrides.maxTokensField }) {
            throw UsageError("'\(field.name)' is the limit of the answer", remedy: "Set it with --max-tokens.")
        }
        if let both = overrides.fields.first(where: { overrides.omitted.contains($0.name) }) {
            throw UsageError("'\(both.name)' is both set and left out")
        }
        if !streaming, overrides.fields.contains(where: { $0.name == "stream_options" }) {
            throw UsageError("'stream_options' needs a stream", remedy: "Leave out --no-stream, or the field.")
        }
        return overrides
    }

    /// Fields that are sent besides the question, and can be left out.
    private static let sent = [
        "model", "max_tokens", "max_completion_tokens", "temperature", "seed", "reasoning_effort", "response_format",
        "stream", "stream_options",
    ]

    private static func checkOmitted(_ name: String, streaming: Bool) throws(UsageError) {
        if name == "messages" || name == "prompt" {
            throw UsageError("'\(name)' is what is asked, and cannot be left out")
        }
        if name == "stream", streaming {
            throw UsageError("without 'stream' the answer would not be streamed", remedy: "Add --no-stream.")
        }
        guard !sent.contains(name) else { return }
        throw UsageError(
            "'\(name)' is not sent, so it cannot be left out", remedy: "These are: \(sent.joined(separator: ", ")).")
    }
}
