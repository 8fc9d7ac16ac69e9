import ALCFClient
package import ALCFJSON
import ALCFSystem
import Synchronization

/// The latest requests, for the page that shows them.
package final class RequestHistory: ServedRequestObserver {
    /// The most requests that are kept.
    package static let capacity = 500

    private let requests = Mutex<[ServedRequest]>([])

    /// An empty history.
    package init() {}

    /// Takes note of a request.
    package func ended(_ request: ServedRequest) {
        requests.withLock { requests in
            requests.append(request)
            if requests.count > Self.capacity { requests.removeFirst(requests.count - Self.capacity) }
        }
    }

    /// Returns the requests that ended after the first `count` that ever did, oldest first, and the count to ask with
    /// next.
    package func after(_ count: Int) -> (requests: [ServedRequest], next: Int) {
        requests.withLock { requests in
            let next = max(count, requests.last?.order ?? 0)
            return (requests.filter { $0.order > count }, next)
        }
    }
}

extension ServedRequest {
    /// The account as a document, for the page, the log and `--json`.
    package var json: JSONValue {
        var json: JSONObject = [
            "number": .int(number), "time": .double(time), "api": .string(dialect.rawValue),
            "stream": .bool(isStreamed), "asked": .string(asked), "cluster": JSONValue(cluster),
            "model": JSONValue(model), "fallback_from": JSONValue(fallbackFrom), "translated": .bool(isTranslated),
            "status": .int(status), "ttft_s": JSONValue(firstToken), "duration_s": .double(duration),
            "chunks": .int(chunks), "prompt_tokens": JSONValue(usage?.promptTokens),
            "completion_tokens": JSONValue(usage?.completionTokens), "client": JSONValue(client),
        ]
        json["error"] = error.map { ["code": .string($0.code), "message": .string($0.message)] } ?? .null
        json["notes"] = .array(notes.map { .string($0) })
        return .object(json)
    }
}
