import ALCFJSON
import TestSupport
import Testing

/// What a run's result does to its exit code, and to what is printed.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkVerdictTests {
    @Test func conditionsFailARunAfterItsReportsAreWritten() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--samples", "6", "-o", name, "--brief",
            "--fail-if",
            "latency > 0s", "--fail-if", "sophia ttft > 100s", "--fail-on", "errors>5%")
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 5)
        #expect(run.errors.contains("Failed by 'latency > 0s': latency median of Metis is"))
        #expect(!run.errors.contains("sophia ttft") && !run.errors.contains("errors>5%"))
        #expect(try BenchmarkRecords.json(name + ".json")["summary"]?["metis"] != nil)
        let kept = try await alcf.run("benchmark", "report", name + ".jsonl", "--fail-if", "latency > 100s", "--brief")
        #expect(kept.exitCode == 0, "\(kept.errors)")
        #expect(kept.errors.hasSuffix("Passed: the condition 'latency > 100s' is not met.\n"), "\(kept.errors)")
        let both = try await alcf.run(
            "benchmark", "report", name + ".jsonl", "--fail-if", "latency > 100s", "--fail-on", "errors>5%")
        #expect(both.errors.contains("Passed: none of the conditions 'latency > 100s', 'errors>5%' is met."))
        let quiet = try await alcf.run(
            "benchmark", "--simulate", "--speed", "200", "--no-self-check", "-n", "2", "-o", name + "-quiet", "--quiet",
            "--fail-if", "latency > 100s")
        #expect(quiet.exitCode == 0 && !quiet.errors.contains("Passed"), "\(quiet.errors)")
        let void = try await alcf.run("benchmark", "report", name + ".jsonl", "--json", "--fail-if", "ttft p95 > 100s")
        #expect(void.exitCode == 1 && void.errors.contains("not known (it takes 72 answers)"))
        #expect(try JSONValue(parsing: void.output)["title"] != nil)
        // Nothing checked the instrument.
        let invalid = try await alcf.run("benchmark", "report", name + ".jsonl", "--fail-on", "invalid")
        #expect(invalid.exitCode == 1 && invalid.errors.contains("was not checked"))
        let several = try await alcf.run("benchmark", "report", name + ".jsonl", "--fail-on", "errors>5%|errors<1%")
        #expect(several.exitCode == 1 && several.errors.contains("'errors<1%'"))
        #expect(!several.errors.contains("'errors>5%'"))
        let target = try await alcf.run("benchmark", "report", name + ".jsonl", "--fail-if", "minerva latency > 1s")
        #expect(target.exitCode == 64 && target.errors.contains("metis and sophia"))
    }

    @Test(arguments: ["ttft p95 >> 2s", "ttft", "latncy > 2s", "ttft p95 > 2 parsecs"])
    func whatIsNotUnderstoodIsSaidBeforeTheRun(_ condition: String) async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--samples", "6", "-o", name, "--fail-if", condition)
        #expect(run.exitCode == 64 && run.errors.contains("is not understood"), "\(run.errors)")
        let other = try await alcf.run("benchmark", "report", name + ".jsonl", "--fail-on", "ttft > 2s")
        #expect(other.exitCode == 64 && other.errors.contains("--fail-if"))
    }

    @Test func explainKnowsLabelsAndOffersNearNames() async throws {
        let alcf = try Alcf()
        let label = try await alcf.run("benchmark", "explain", "steady", "output", "tokens/s")
        #expect(label.exitCode == 0 && label.output.hasPrefix("steady_output_throughput"))
        let near = try await alcf.run("benchmark", "explain", "latncy")
        #expect(near.exitCode == 64 && near.errors.contains("Did you mean 'latency'"))
    }

    /// One target streams its reasoning, the other hides it: both make 20 reasoning and 10 answer tokens.
    @Test(arguments: ["reasoning", "reasoning_content", "thinking"])
    func hiddenReasoningIsInNoPaceAndNoVerdict(_ member: String) async throws {
        let server = try await ScriptedServer.start { request in
            guard request.method == "POST" else {
                return [.send(ScriptedServer.response(#"{"data":[{"id":"m"}]}"#)), .close]
            }
            let shows = request.path.contains("/show/")
            func chunk(_ delta: String, _ reason: String = "null") -> String {
                #"data: {"id":"1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{\#(delta)},"finish_reason":\#(reason)}]}"#
                    + "\n\n"
            }
            var steps: [ScriptedServer.Step] = [
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            ]
            for _ in 0..<20 {
                steps.append(.wait(10))
                if shows { steps.append(.send(chunk(#""\#(member)":"hm ""#))) }
            }
            for _ in 0..<10 { steps += [.wait(10), .send(chunk(#""content":"word ""#))] }
            steps.append(.send(chunk("", #""stop""#)))
            steps.append(
                .send(
                    #"data: {"id":"1","object":"chat.completion.chunk","model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":30,"completion_tokens_details":{"reasoning_tokens":20}}}"#
                        + "\n\ndata: [DONE]\n\n"))
            return steps + [.close]
        }
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--target", "show=\(server.url)/show/v1", "--target", "hide=\(server.url)/hide/v1", "--model",
            "show=m",
            "--model", "hide=m", "--samples", "6", "--no-self-check", "-o", name)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(!run.output.contains("gives its first token") && run.output.contains("First tokens are not compared"))
        let json = try BenchmarkRecords.json(name + ".json")
        let paces = ["show", "hide"].compactMap { json["summary"]?[$0]?["tpot"]?["median"]?.double }
        // All tokens over the answer's time alone would be three times as fast.
        #expect(paces.count == 2 && paces[0] / paces[1] < 2 && paces[1] / paces[0] < 2, "\(paces)")
        #expect(json["summary"]?["hide"]?["first_outputs"]?["answer"] == 6)
        #expect(json["summary"]?["show"]?["first_outputs"]?["reasoning"] == 6)
        #expect(json["audit"]?["same_experiment"] == false)
        await server.stop()
    }
}
