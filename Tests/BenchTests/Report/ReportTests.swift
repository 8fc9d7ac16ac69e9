import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// The findings, which stand first and last in the report.
private let findings = """
    What the data show
      • Sophia answers 3.0 times faster than Metis (95 % interval 2.6 to 3.5, 15 pairs, over these 1.8
        minutes).
      • Sophia gives its first token 5.0 times faster than Metis (95 % interval 4.8 to 5.1, 15 pairs,
        over these 1.8 minutes).
      • Time to first answer token: Metis ÷ Sophia 4.8, 95 % interval 4.6 to 4.9, 15 pairs, over these
        1.8 minutes; described, not tested.
      • With failures counted as slowest, Metis came first in 1 of 16 requests and Sophia in 15 (win
        ratio 0.067, 95 % interval 0.0075 to 0.59, over these 1.8 minutes).
      • No significant difference in requests answered (1 only by Metis, 0 only by Sophia, of 16
        requests, over these 1.8 minutes).
      • No significant difference in exact answers (1 only by Metis, 0 only by Sophia, of 8 questions,
        over these 1.8 minutes).
      • F1 of the answers, Metis − Sophia: 18.8 points (95 % interval −20.9 to 58.4, 8 questions, over
        these 1.8 minutes); described, not tested.
      • Metis: by fit, 4.81 s fixed (95 % interval 4.78 to 4.94), plus 2.93 ms per output token (95 %
        interval 2.25 to 3.53; answers of 30 to 147 tokens).
      • Sophia: by fit, 1.14 s fixed (95 % interval 1.11 to 1.24), plus 6.59 ms per output token (95 %
        interval 6.02 to 7.05; answers of 30 to 147 tokens).
      • The fitted lines of Metis and Sophia cross at about 1000 output tokens (95 % interval 760 to
        1600; beyond the lengths measured): Sophia's is the lower for shorter answers, Metis's for
        longer ones, over answered requests only (1 of Sophia failed); described, not tested.
    """

/// The terminal report of the run in ``Fixture``, 100 columns wide.
private let golden = """
    Metis and Sophia: 8 questions, 32 requests

    \(findings)

      SQuAD 1.1, 8 passages, sha256 abababababab
      2026-11-22T08:30:00Z, seed 7, from Linux 6.8.0 x86_64
      runs 2, concurrency 1, max_tokens 512, temperature 0.0
      order: Metis and Sophia took turns within each question, in balanced random order
      Metis: gpt-oss-120b on SambaNova SN40L, https://inference.example/resource_server/metis/api/v1
      Sophia: openai/gpt-oss-120b on NVIDIA A100,
        https://inference.example/resource_server/sophia/vllm/v1

    Latency, seconds                Metis                Sophia                   Metis ÷ Sophia
      geometric mean                5.05                   1.66
      geometric mean, 15 pairs      5.05                   1.66                     3.0 (2.6 to 3.5)
      median                        5.06 (4.88 to 5.20)    1.54 (1.36 to 2.09)
      median, 15 pairs              5.04                   1.54                     3.3 (2.5 to 3.6)
      median, failures as slowest   5.06 (4.88 to 5.20)    1.68 (1.36 to 2.12)
      mean ± sd                     5.06 ± 0.12            1.69 ± 0.29
      mean, failures as slowest     5.06                 ≥ 1.66 (no upper bound)
      smallest, largest             4.86 to 5.24           1.33 to 2.12
      came first, failures as          1                     15                   0.067 (0.0075 to 0.59)
        slowest
      95th percentile                  –                      –
      first token, median           4.75 (4.70 to 4.79)   0.950 (0.920 to 1.00)
      first token, median, 15       4.75                  0.950                     5.0 (4.8 to 5.1)
        pairs
      first token, median,          4.75 (4.70 to 4.79)   0.955 (0.920 to 1.00)
        failures as slowest
      first token, came first,         1                     15                   0.067 (0.0075 to 0.59)
        failures as slowest
      first answer token, median    4.81 (4.75 to 4.84)    1.00 (0.970 to 1.05)
      first answer token, median,   4.80                   1.00                     4.8 (4.6 to 4.9)
        15 pairs
      first answer token, median,   4.81 (4.75 to 4.84)    1.01 (0.970 to 1.05)
        failures as slowest
      fixed part, by fit            4.81 (4.78 to 4.94)    1.14 (1.11 to 1.24)

    Tokens                               Metis                 Sophia                Metis ÷ Sophia
      prompt, mean per request           249.0                 249.0
      output, mean per request            84.6                  83.7
      ms per output token, stream,        3.78                  9.41
        median
      decode rate, stream, median          266                   106
        tokens/s
      ms per output token, by fit         2.93 (2.25 to 3.53)   6.59 (6.02 to 7.05)
      single-stream output tokens/s       16.7                  49.6
      single-stream output tokens/s, 15   16.6                  49.6                 0.33 (0.29 to 0.38)
        pairs

    Answers, % of all asked    Metis                    Sophia                  Metis − Sophia
      answered                 16 of 16 (81 to 100 %)   15 of 16 (63 to 99 %)
      F1, answer extracted        100.0                     81.3                18.8 (−20.9 to 58.4)
      exact match, extracted      100.0                     81.3                18.8 (p = 1.00)
      F1, whole answer             66.7                     54.2                12.5 (−13.9 to 38.9)
      exact match, whole            0.0                      0.0                 0.0 (p = 1.00)
      holds the answer            100.0                     81.3

    Hypothesis tests (Holm-corrected)   p          p, corrected
      latency                           < 0.0001   < 0.0001
      time to first token               < 0.0001   < 0.0001
      answered                              1.00       1.00
      exact match, answer extracted         1.00       1.00

    Warnings
      ! Sophia: 1 of 16 requests failed (http_429 1); speed is that of the answered ones.
        → Lower --concurrency or wait: the service limits requests and tokens per minute.

    What the data cannot tell
      • Latency is what this client saw: network, gateway, queue and accelerator together. These data
        cannot say which of them the time was spent in.
      • One request was in flight at a time, so these data say nothing about a system under load.
      • Output rates, times per token and fitted lines cover answered requests only (Sophia failed 1 of
        16); how the failed requests would have changed them is unknown.
      • Some prompts were sent more than once to a target; later ÷ first time to first token: Metis 1.00
        (95 % 0.994 to 1.01; 8 later), no difference found, Sophia 1.00 (95 % 0.965 to 1.05; 7 later),
        no difference found.
      • No 95th percentile: it needs 72 answers from each target, and the smallest number is 15.
      • One run at one time of day: to see how the services vary from day to day, run on several days.
      • Energy and cost were not measured.

    \(findings)

    """

@Suite struct ReportTests {
    @Test func theTerminalReportLooksAsItShould() {
        let text = TerminalReport.text(Analysis(Fixture.record()), width: 100)
        for (line, expected) in zip(text.split(separator: "\n"), golden.split(separator: "\n")) {
            #expect(line == expected)
        }
        #expect(text == golden)
    }

    @Test(arguments: [40, 60, 80, 100, 200]) func linesFitTheWidth(_ width: Int) {
        let text = TerminalReport.text(Analysis(Fixture.record()), width: width)
        for line in text.split(separator: "\n") {
            // An address is one word, and is not broken.
            #expect(line.count <= width || line.contains("https://"), "\(line)")
        }
        #expect(text.contains("5.06"))
    }

    @Test func coloursAreOffUnlessAskedFor() {
        let analysis = Analysis(Fixture.record(simulated: true))
        #expect(!TerminalReport.text(analysis).contains("\u{1B}"))
        let coloured = TerminalReport.text(analysis, colour: true)
        #expect(coloured.contains("\u{1B}[1;31m"))
        var plain = ""
        var inEscape = false
        for scalar in coloured.unicodeScalars {
            if scalar == "\u{1B}" { inEscape = true } else if !inEscape { plain.unicodeScalars.append(scalar) }
            if scalar == "m" { inEscape = false }
        }
        #expect(plain == TerminalReport.text(analysis))
    }

    @Test func simulatedRunsSaySoFirst() throws {
        let analysis = Analysis(Fixture.record(simulated: true))
        #expect(TerminalReport.text(analysis).hasPrefix("!! The services were simulated (speed 10)"))
        #expect(MarkdownReport.text(analysis).hasPrefix("# SIMULATED: "))
        let json = SummaryJSON.json(analysis)
        #expect(try #require(json["title"]?.string).hasPrefix("SIMULATED: "))
        #expect(try #require(json["notes"]?[0]?.string).hasPrefix("SIMULATED"))
        #expect(json["simulated"] == true)
        #expect(SummaryJSON.json(Analysis(Fixture.record()))["simulated"] == false)
    }

    @Test func aReportMadeAgainFromTheFileIsTheSame() throws {
        let record = Fixture.record()
        let again = try RecordReader.parse(Fixture.lines(record))
        #expect(TerminalReport.text(Analysis(again)) == TerminalReport.text(Analysis(record)))
        #expect(MarkdownReport.text(Analysis(again)) == MarkdownReport.text(Analysis(record)))
        #expect(SummaryJSON.json(Analysis(again)) == SummaryJSON.json(Analysis(record)))
    }

    @Test func anEmptyRecordGivesDashesAndNoNumbers() {
        var record = Fixture.record()
        record.samples = []
        let text = TerminalReport.text(Analysis(record))
        #expect(text.contains("0 of 0"))
        #expect(Report(Analysis(record)).tables.map(\.title) == ["Answers"])
        #expect(!text.split(whereSeparator: { !$0.isLetter }).contains { $0 == "nan" || $0 == "inf" })
        record.manifest.targets = []
        #expect(TerminalReport.text(Analysis(record)).hasPrefix("No targets"))
    }

    @Test func markdownCannotBeBrokenByNames() {
        var record = Fixture.record()
        record.manifest.targets[0].label = "a|b*c`<x>\n# d"
        let lines = MarkdownReport.text(Analysis(record)).split(separator: "\n")
        #expect(lines.contains("| | a\\|b\\*c\\`\\<x\\> \\# d | Sophia | a\\|b\\*c\\`\\<x\\> \\# d ÷ Sophia |"))
        #expect(!lines.contains { $0.hasPrefix("# d") })
    }
}
