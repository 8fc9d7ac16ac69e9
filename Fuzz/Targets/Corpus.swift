import Glibc

@testable import ALCFSystem

/// Seeds of our own, and inputs that once broke something: a folder for each target.
enum Corpus {
    static let folder: String = {
        let here = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        return "/" + here + "/Corpus"
    }()

    /// The inputs of a target, in the order of their names.
    static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        try names(in: folder + "/" + target.name).map { name in
            (name, try FileContents(path: "\(folder)/\(target.name)/\(name)").bytes)
        }
    }

    /// The names in a folder, in their order.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
