import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension FirstTokenBreakdown {
    /// The breakdown for programs. Parts that were not measured are null, and inside the rest.
    var json: JSONValue {
        let members = FirstTokenPart.allCases.map { part in (part.rawValue, parts[part]?.json ?? .null) }
        return [
            "target": .string(target.name), "of": .string(isStreamed ? "first_token" : "whole_answer"),
            "requests": .int(requests), "wait": wait.json, "parts": .object(JSONObject(members)),
            "rest_holds": .string(restName), "cut": .int(cut), "retransmissions": JSONValue(retransmissions),
            "probes": .int(probes.sent), "probes_failed": .int(probes.failed),
            "gateway_holds_network": .bool(isGatewayWithNetwork), "sentence": .string(sentence),
        ]
    }
}

extension FirstTokenBreakdown.Mean {
    fileprivate var json: JSONValue {
        ["mean": .double(seconds), "interval": interval?.json ?? .null, "measured": .int(measured)]
    }
}
