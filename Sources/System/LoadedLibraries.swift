/// The shared libraries that are loaded into this process.
package struct LoadedLibraries: Sendable, Hashable {
    /// Path of each file that is mapped, once.
    private let paths: Set<String>

    /// The libraries according to the text of `/proc/PID/maps`.
    package init(maps: String) {
        paths = Set(
            maps.split(separator: "\n").compactMap { line in
                line.firstRange(of: "/").map { String(line[$0.lowerBound...]) }
            })
    }

    /// The libraries at this moment; none where the kernel does not tell.
    package static var current: LoadedLibraries {
        let text = (try? FileContents.input("/proc/self/maps", limit: 16 << 20)) ?? []
        return LoadedLibraries(maps: String(decoding: text, as: UTF8.self))
    }

    /// Path of the library of that name, as in `libcurl`, whatever its version; nil if no file of that name is loaded,
    /// as when it is a part of the program.
    package func path(of name: String) -> String? {
        paths.filter { $0.split(separator: "/").last?.hasPrefix(name + ".so") == true }.min()
    }
}
