import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser
import Glibc

/// The options that write the charts of a report as pictures for a paper, the same for every report.
struct PictureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write each chart to FILE-CHART.svg or .pdf, and its numbers to FILE-CHART.csv, as in paper.pdf. CHART=FILE writes one, as in \
            ecdf=latency.svg. May be repeated.
            """, valueName: "file"))
    var plot: [String] = []

    @Option(
        help: ArgumentHelp(
            "Width of pictures: single (85mm), double (180mm), or a length in mm, cm, in or pt.",
            valueName: "width"))
    var plotWidth = PictureWidth.single

    func validate() throws {
        do { _ = try requests() } catch { throw ValidationError("\(error.message)\n\(error.remedy ?? "")") }
    }

    private func requests() throws(BenchError) -> [PictureRequest] {
        var all: [PictureRequest] = []
        for text in plot { all.append(try PictureRequest(text)) }
        return all
    }

    /// Writes the pictures that were asked for, and says which.
    ///
    /// - Parameter inputs: files that were read.
    /// - Throws: `UsageError` if one of them, or a file that is not a picture of ours, would be written over;
    ///   ``BenchError`` for a chart that the report has not.
    func write(_ document: @autoclosure () -> Document, inputs: [String]) throws {
        let requests = try requests()
        guard !requests.isEmpty else { return }
        let files = try PictureRequest.files(requests, of: document(), millimetres: plotWidth.millimetres)
        try OutputFiles.check(files.map(\.path), inputs: inputs.map { UserPath.expanded($0) })
        for file in files { try Self.requireReplaceable(file.path) }
        for file in files {
            do { try AtomicFile.write(file.bytes, to: file.path, permissions: 0o644) } catch {
                throw BenchError(.recordWrite, "a picture cannot be written: \(error)", underlying: error)
            }
        }
        Console.note("Wrote \(files.map(\.path).joined(separator: ", ")).")
    }

    /// A picture may be made again in its place; anything else stays.
    private static func requireReplaceable(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if let old = try? FileContents(path: path, limit: 256 << 20), old.isRegular,
            old.bytes.isEmpty || PictureRequest.isOwn(old.bytes)
        {
            return
        }
        throw UsageError(
            "the file \(path) exists already, and is not a picture that alcf made",
            remedy: "Choose another name with --plot, or remove it.")
    }
}

/// The width of a picture.
struct PictureWidth: ExpressibleByArgument {
    let millimetres: Double
    private let text: String

    /// A column of a journal of two columns.
    static let single = PictureWidth(millimetres: 85, text: "single")

    private init(millimetres: Double, text: String) { (self.millimetres, self.text) = (millimetres, text) }

    init?(argument: String) {
        text = argument
        switch argument {
        case "single": millimetres = 85
        case "double": millimetres = 180
        default:
            let units = [("mm", 1.0), ("cm", 10), ("in", 25.4), ("pt", 25.4 / 72)]
            guard let unit = units.first(where: { argument.hasSuffix($0.0) }),
                let value = Double(argument.dropLast(2)), value.isFinite, (60...600).contains(value * unit.1)
            else { return nil }
            millimetres = value * unit.1
        }
    }

    /// Text on the command line.
    var defaultValueDescription: String { text }
}
