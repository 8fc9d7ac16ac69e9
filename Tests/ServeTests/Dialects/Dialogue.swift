import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFServe
import ALCFSystem

/// A request through a translation, and a recorded answer back.
enum Dialogue {
    static let circumstances = TranslationCircumstances(
        model: "gpt-oss-120b", time: 1_767_225_600.5, id: "0123456789abcdef")

    static func circumstances(modalities: [String] = [], efforts: [String] = []) -> TranslationCircumstances {
        TranslationCircumstances(
            model: "gpt-oss-120b", modalities: modalities, efforts: efforts, time: 1_767_225_600.5,
            id: "0123456789abcdef")
    }

    static func object(_ text: String) throws -> JSONObject { try JSONObject(json: JSONValue(parsing: text)) }

    /// A translation of a request that is written as JSON.
    static func translation<T: ChatTranslation>(
        _: T.Type, _ request: String, _ circumstances: TranslationCircumstances = circumstances
    ) throws -> T {
        try T(try object(request), circumstances)
    }

    /// The body that a request becomes.
    static func body<T: ChatTranslation>(
        _ type: T.Type, _ request: String, _ circumstances: TranslationCircumstances = circumstances
    ) throws -> JSONValue {
        .object(try translation(type, request, circumstances).chatBody)
    }

    /// The error by which a request is refused; nil for one that is taken.
    static func refusal<T: ChatTranslation>(
        _ type: T.Type, _ request: String, _ circumstances: TranslationCircumstances = circumstances
    ) throws -> ServedError? {
        let object = try object(request)
        do throws(ServedError) {
            _ = try T(object, circumstances)
            return nil
        } catch { return error }
    }

    /// The events of a recorded stream, read in pieces of `size` bytes.
    static func events<T: ChatTranslation>(
        _ translation: inout T, _ stream: String, size: Int = .max
    ) -> [ServedEvent] {
        var parser = ChatStreamParser(answers: 1)
        var events = translation.begin()
        var rest = Array(stream.utf8)[...]
        while !rest.isEmpty {
            let bytes = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            for event in parser.receive(HTTPFragment(time: MonotonicTime(nanoseconds: 1), bytes: bytes)) {
                events += translation.receive(event.chunk)
            }
        }
        let (last, failure) = parser.finish()
        if let last { events += translation.receive(last.chunk) }
        return events + (failure.map { translation.fail(ServedError($0)) } ?? translation.finish())
    }

    /// The whole answer to a recorded completion.
    static func answer<T: ChatTranslation>(_ translation: inout T, _ completion: String) throws -> JSONValue {
        translation.answer(try ChatCompletion(try JSONValue(parsing: completion)))
    }

    /// A stream of chunks with these deltas.
    static func stream(_ deltas: [String], finish: String = "stop", usage: String? = nil, stop: String? = nil) -> String
    {
        func chunk(_ delta: String, _ reason: String) -> String {
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
                + #""delta":\#(delta),"finish_reason":\#(reason)}]}"# + "\n\n"
        }
        var text = deltas.map { chunk($0, "null") }.joined()
        let reason = stop.map { "\"\(finish)\",\"stop_reason\":\"\($0)\"" } ?? "\"\(finish)\""
        text += chunk("{}", reason)
        if let usage { text += #"data: {"id":"c","choices":[],"usage":\#(usage)}"# + "\n\n" }
        return text + "data: [DONE]\n\n"
    }
}
