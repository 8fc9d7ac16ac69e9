import ALCFClient
import ALCFHTTP
import ALCFSystem
import Testing

@Suite struct KnownClusterTests {
    /// By ALCF's list of endpoints: only Sophia's path has a framework of its own.
    @Test(arguments: [
        ("metis", "/metis/api/v1"), ("sophia", "/sophia/vllm/v1"), ("minerva", "/minerva/api/v1"),
        ("tara", "/tara/api/v1"), ("another", "/another/api/v1"), ("Sophia", "/sophia/vllm/v1"),
    ])
    func endpointsFollow(_ name: String, _ path: String) throws {
        #expect(try ModelEndpoint(cluster: name).baseURL.path.hasSuffix(path))
    }

    /// The gateway gives up on a silent server after 120 s, and on Globus Compute after 300 s: a little later each.
    @Test(arguments: KnownCluster.all)
    func timeoutsFollow(_ cluster: KnownCluster) throws {
        let limits = InferenceClient.Timeouts().limits(at: try ModelEndpoint(cluster: cluster.name), isStreaming: true)
        #expect(limits.firstByte?.seconds == (cluster.answersDirectly ? 150 : 330))
    }

    @Test func namesAreUniqueAndInLowerCase() {
        let names = KnownCluster.all.map(\.name)
        #expect(Set(names).count == names.count && names == names.map { $0.lowercased() })
        #expect(KnownCluster.named("MINERVA") == .minerva && KnownCluster.named("another") == nil)
        #expect(KnownCluster.all.contains(.default) && KnownCluster.compared.allSatisfy(KnownCluster.all.contains))
        #expect(KnownCluster.sophia.title == "Sophia")
    }
}
