import ALCFRecord
import ALCFSystem

extension FirstTokenBreakdown {
    /// Whether the target is behind the gateway; of earlier records, in which it is not said, by its address.
    private var isBehindGateway: Bool { target.isService ?? target.url.contains("/resource_server/") }

    private var frontDoor: String { isBehindGateway ? "gateway" : "server" }

    /// The name of a part of this target.
    func name(_ part: FirstTokenPart) -> String {
        switch part {
        case .nameLookup: "name look-up"
        case .connection: "connection"
        case .handshake: "TLS handshake"
        case .network: "network, one round trip"
        case .gateway: isGatewayWithNetwork ? "\(frontDoor) and network, at least" : "\(frontDoor), at least"
        case .accelerator: "accelerator, by its own clock"
        case .rest: restName
        }
    }

    /// The contents of the rest: what nothing tells apart, and what was not measured of some request.
    var restName: String {
        var inside = ["queue", frontDoor]
        if isInRest(.network), !isGatewayWithNetwork { inside.insert("network", at: 0) }
        if isInRest(.accelerator) { inside.append("accelerator") }
        return "\(Report.list(inside)), not told apart"
    }

    /// Seconds to a tenth of what three digits of the whole wait show, so that parts can be added up.
    func text(_ seconds: Double) -> String {
        let decimals = NumberText.decimals(NumberText.significant(wait.seconds)) + 1
        let text = NumberText.fixed(seconds, decimals)
        return seconds > 0 && text.allSatisfy { "0.".contains($0) } ? "< \(text.dropLast())1" : text
    }

    /// The wait, in words.
    var waitName: String { isStreamed ? "first token" : "whole answer" }

    /// The outcome, in a sentence.
    var sentence: String {
        let decimals = max(2, NumberText.decimals(NumberText.significant(wait.seconds)))
        func seconds(_ value: Double) -> String {
            let least = 1 / [10.0, 100, 1000, 10_000, 100_000, 1e6][min(5, max(0, decimals - 1))]
            return value > 0 && value < least / 2
                ? "less than \(NumberText.fixed(least, decimals)) s" : "\(NumberText.fixed(value, decimals)) s"
        }
        var words: [String] = []
        func add(_ part: FirstTokenPart, _ noun: String) {
            guard parts[part] != nil else { return }
            words.append("\(seconds(self[part])) \(words.isEmpty ? "are " : "")\(noun)")
        }
        add(.network, "the network")
        add(.gateway, isGatewayWithNetwork ? "the \(frontDoor) and the network" : "the \(frontDoor)")
        add(.accelerator, "the accelerator by its own clock")
        let owner = target.label.hasSuffix("s") ? "\(target.label)'" : "\(target.label)'s"
        let head =
            "Of \(owner) \(seconds(wait.seconds)) to the \(waitName) (mean of \(NumberText.count(requests, "request"))), "
        let rest = seconds(self[.rest])
        let isBetween = !isInRest(.gateway) && !isInRest(.accelerator) && !isInRest(.network)
        let tail =
            isBetween
            ? "\(rest) pass between \(frontDoor) and accelerator (\(restName))."
            : "the remaining \(rest) are \(restName)."
        return head + words.joined(separator: ", ") + "; " + tail
    }

    /// Facts that a reader needs beside the parts.
    var remarks: [String] {
        var remarks: [String] = []
        let connecting = FirstTokenPart.connecting.reduce(0) { $0 + self[$1] }
        if connecting > 0 {
            remarks.append(
                "\(target.label): connecting took \(NumberText.significant(connecting)) s a request on average, before the clock of the "
                    + "\(waitName) starts.")
        }
        for part in [FirstTokenPart.network, .gateway, .accelerator] where isInRest(part) && parts[part] != nil {
            let missing = requests - (parts[part]?.measured ?? 0)
            remarks.append(
                "\(target.label): '\(name(part))' is not known of \(missing) of \(requests) requests; there it is inside the rest."
            )
        }
        if cut > 0 {
            remarks.append(
                "\(target.label): in \(cut) of \(requests) requests, what was measured was more than the wait, and was cut at it."
            )
        }
        if let retransmissions, retransmissions > 0 {
            remarks.append(
                "\(target.label): \(NumberText.count(retransmissions, "packet")) had to be sent again on the way there; the wait for that is "
                    + "inside the rest.")
        }
        if probes.failed > 0 {
            remarks.append(
                "\(target.label): \(probes.failed) of \(NumberText.count(probes.sent, "request")) for the \(frontDoor)'s health had no good answer."
            )
        }
        return remarks
    }
}
