import ALCFJSON
public import ALCFRecord

/// A mix of tasks that differ in how much is read and how much is written.
package enum TaskPrompts {
    /// A kind of task.
    package enum Task: String, Sendable, Hashable, CaseIterable {
        /// A short answer to a question on a passage.
        case questions
        /// A passage in three sentences.
        case summary
        /// Some 600 words on a topic.
        case generation
        /// A function and how it is used.
        case code

        /// The most tokens of its answer, reasoning included.
        var maxTokens: Int {
            switch self {
            case .questions, .summary: 512
            case .generation: 2048
            case .code: 1536
            }
        }
    }

    /// Returns `count` prompts of each task, the tasks in turn. Each begins with its own digits, so that no prefix
    /// cache helps.
    ///
    /// - Parameters:
    ///   - seed: what questions are drawn by.
    ///   - promptSeed: what the digits follow from.
    /// - Throws: ``BenchError`` when the set has fewer questions, or too few passages to summarise each once.
    package static func workload(
        _ tasks: [Task], perTask count: Int, questions set: QuestionSet, source: String, seed: UInt64,
        promptSeed: UInt64
    ) throws(BenchError) -> Workload {
        let drawn = try set.sample(count, seed: seed)
        var passages: [Question] = []
        var seen: Set<String> = []
        for question in try set.sample(set.questions.count, seed: seed) where seen.insert(question.passageID).inserted {
            passages.append(question)
        }
        if tasks.contains(.summary), passages.count < count {
            throw BenchError(
                .tooFewQuestions, "\(set.name) has \(passages.count) passages, and \(count) summaries were asked for",
                remedy: "ask for \(passages.count) of each task at most, or give a larger data set")
        }
        let nonce = PromptNonce(seed: promptSeed)
        var prompts: [Prompt] = []
        for index in 0..<count {
            for task in tasks {
                let (text, passage, answers) = prompt(task, index, drawn[index], passages)
                prompts.append(
                    Prompt(
                        id: "\(task.rawValue)-\(index + 1)", passageID: passage,
                        text: "\(nonce.digits(prompts.count))\n\n\(text)", answers: answers,
                        task: task.rawValue, maxTokens: task.maxTokens))
            }
        }
        return Workload(
            dataSet: RunManifest.DataSet(
                name: "tasks on \(set.name)", version: set.version, sha256: set.sha256, count: 0, passages: 0,
                source: source, notes: set.notes), prompts: prompts)
    }

    private static func prompt(
        _ task: Task, _ index: Int, _ question: Question, _ passages: [Question]
    ) -> (text: String, passage: String, answers: [String]) {
        switch task {
        case .questions: return (Prompt(question).text, question.passageID, question.answers)
        case .summary:
            let passage = passages[index % passages.count]
            return (
                "Summarise this text in about 60 words, in three sentences.\n\n\(passage.context)",
                "summary-\(passage.passageID)", []
            )
        case .generation:
            let topic = topics[index % topics.count]
            return (
                "Write an essay about \(topic), number \(index / topics.count + 1) of a series, in about 600 words.",
                "generation-\(index)", []
            )
        case .code:
            let job = jobs[index % jobs.count]
            return (
                "Write a Python function that \(job), with a docstring and two examples of its use, in about 250 words. "
                    + "Variant \(index / jobs.count + 1).", "code-\(index)", []
            )
        }
    }

    private static let topics = [
        "the history of tide tables", "how glass is made", "the migration of cranes", "bridges that were built twice",
        "the smell of rain", "why clocks disagree", "the first printed maps", "salt in cooking", "lighthouses",
        "the sound of large bells", "rivers that change their course", "the invention of the zip fastener",
    ]
    private static let jobs = [
        "merges overlapping intervals", "parses a line of CSV with quotation marks", "computes a running median",
        "finds the shortest path in a grid with walls", "rotates a matrix in place", "formats a number of bytes",
        "validates an ISBN-13", "groups words that are anagrams", "solves a system of linear equations",
        "converts between Roman and Arabic numerals", "compresses a text by run lengths", "checks a Sudoku",
    ]
}

extension Record {
    /// The part of the record that one task is.
    public func task(_ task: String) -> Record {
        let prompts = manifest.prompts.filter { $0.task == task }
        let names = Set(prompts.map(\.id))
        var part = self
        part.manifest.design.experiment = nil
        part.manifest.prompts = prompts
        part.manifest.dataSet.count = prompts.count
        part.manifest.dataSet.passages = Set(prompts.map(\.passageID)).count
        part.samples = samples.filter { names.contains($0.promptID) }
        return part
    }

    /// The tasks of the prompts, in the order in which they first appear; empty where none has one.
    public var tasks: [String] {
        var seen: Set<String> = []
        return manifest.prompts.compactMap(\.task).filter { seen.insert($0).inserted }
    }
}
