extension Figure<Sample> {
    /// `round_trip`
    package static var roundTrip: Figure {
        Figure(
            "round_trip", "round trip", label: "round trip of the connection", unit: .seconds, better: .lower,
            aliases: ["rtt", "srtt"],
            "the smoothed round trip of the request's own connection, as the kernel had it when the head of the answer came (TCP_INFO).",
            note: "It holds the time by which the other side's kernel put off its acknowledgements, up to 40 ms. "
                + "With a proxy, it is that to the proxy. Void where the kernel does not tell.",
            value: \.trace.roundTrip)
    }

    /// `round_trip_variance`
    package static var roundTripVariance: Figure {
        Figure(
            "round_trip_variance", "deviation of the round trip", unit: .seconds, aliases: ["rttvar"],
            "the mean deviation of round_trip, as the kernel smooths it.", note: "Void where round_trip is.",
            value: \.trace.roundTripVariance)
    }

    /// `least_round_trip`
    package static var leastRoundTrip: Figure {
        Figure(
            "least_round_trip", "least round trip", unit: .seconds, better: .lower, aliases: ["min_rtt"],
            "the least round trip of the connection in the last minutes: closest to the network's own, and the network's part of the first token.",
            note: "Void where the kernel does not tell (before Linux 4.6).", value: \.trace.leastRoundTrip)
    }

    /// `retransmissions`
    package static var retransmissions: Figure {
        Figure(
            "retransmissions", "packets sent again", better: .lower,
            "packets that were sent again for the request until the head of its answer came.",
            note:
                "Those of this side only: the other side's do not show here. Over HTTP/2, those of all requests that share the connection."
        ) { $0.trace.retransmissions.map(Double.init) }
    }
}
