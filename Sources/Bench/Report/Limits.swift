import ALCFJSON

/// Says what a run cannot tell, so that nobody reads it out of the figures.
enum Limits {
    static func sentences(_ analysis: Analysis) -> [String] {
        let manifest = analysis.record.manifest
        var sentences = [
            "Latency is what this client saw: network, gateway, queue and accelerator together. Which of them took it, these data "
                + "do not tell."
        ]
        if analysis.targets.allSatisfy({ $0.peakInFlight <= 1 }) {
            sentences.append("One request was in flight at a time: nothing follows for a system under load.")
        }
        if let tool = manifest.options["imported_from"]?.string {
            sentences.append(
                "The figures are those of \(tool), by its own definitions of start and first token. Its requests were not "
                    + "interleaved: what changed between the measurements of two targets is part of their difference.")
        }
        let answered = analysis.targets.map(\.successes).filter { $0 > 0 }
        if let least = answered.min(), least < Statistics.minimumCount(forQuantile: 0.95) {
            sentences.append(
                "No 95th percentile: it needs \(Statistics.minimumCount(forQuantile: 0.95)) answers of each target, and the "
                    + "fewest are \(least).")
        }
        if manifest.dataSet.passages < ClusterBootstrap.minimumClusters {
            sentences.append(
                "The questions are about \(NumberText.count(manifest.dataSet.passages, "passage")), too few to say anything of "
                    + "other texts.")
        }
        sentences.append(
            "One run at one time of day: how the services vary from day to day needs runs on several days.")
        sentences.append("Energy and cost were not measured.")
        return sentences
    }
}
