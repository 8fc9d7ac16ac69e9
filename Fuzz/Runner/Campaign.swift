import Glibc

@testable import ALCFSystem

/// Many inputs for one target, within limits of time and memory.
struct Campaign {
    /// Seconds of the processor's time that an input may take.
    private static let longest = 1.0
    /// Bytes of memory that an input may take for each of its own, and in any case.
    private static let bytesForEach = 64
    private static let bytesForAll = 16 << 20
    /// Findings after which a campaign ends.
    private static let most = 10

    private let target: FuzzTarget
    private let mutator: Mutator
    private let seed: UInt64
    private let folder: String
    /// The input under way, which is there after a crash.
    private let current: Int32
    private let currentPath: String

    init(_ target: FuzzTarget, seed: UInt64, findings folder: String) throws {
        self.target = target
        self.seed = seed
        self.folder = folder
        mutator = Mutator(target, seeds: try Corpus.inputs(of: target).map(\.bytes), seed: seed)
        mkdir(folder, 0o755)
        currentPath = "\(folder)/\(target.name)-current"
        current = open(currentPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard current >= 0 else { throw Broken(description: "\(currentPath) cannot be written") }
    }

    /// Returns how many inputs broke a rule or a limit. A crash ends the process, and leaves its input.
    func run(_ numbers: Range<Int>, seconds: Double?) async throws -> Int {
        print("\(target.name): seed \(seed), the input under way is in \(currentPath)")
        let (start, processorStart) = (MonotonicTime.now, processorTime())
        var (count, found, longest, most) = (0, 0, 0.0, 0)
        for number in numbers {
            if let seconds, count & 63 == 0, MonotonicTime.now.seconds(since: start) > seconds { break }
            let input = mutator.input(number)
            keep(input)
            let memory = MemoryPeak(size: input.count)
            let begin = processorTime()
            var reason: String?
            do { try await target.check(input) } catch { reason = "\(error)" }
            let time = processorTime() - begin
            let bytes = memory.growth()
            (longest, most) = (max(longest, time), max(most, bytes))
            if time > Self.longest { reason = reason ?? "it took \(time) s" }
            if bytes > Self.bytesForAll + Self.bytesForEach * input.count {
                reason = reason ?? "it took \(bytes >> 20) MiB"
            }
            count += 1
            guard let reason else { continue }
            found += 1
            try note(reason, number, input)
            if found == Self.most { break }
        }
        // Others may be at work on the machine: a rate is of the processor's time.
        let processor = processorTime() - processorStart
        print(
            "\(target.name): \(count) inputs, \(Int(processor)) s of the processor's in "
                + "\(Int(MonotonicTime.now.seconds(since: start))) s, \(Int(Double(count) / max(processor, 1e-9))) inputs/s, "
                + "longest \(Int(longest * 1000)) ms, most memory \(most >> 20) MiB, \(found) findings")
        close(current)
        unlink(currentPath)
        return found
    }

    private func keep(_ input: [UInt8]) {
        pwrite(current, input, input.count, 0)
        ftruncate(current, input.count)
    }

    private func note(_ reason: String, _ number: Int, _ input: [UInt8]) throws {
        let path = "\(folder)/\(target.name)-\(seed)-\(number)"
        try AtomicFile.write(input, to: path)
        print("\(target.name): input \(number), \(input.count) bytes, \(path): \(reason.prefix(600))")
    }

    private func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
