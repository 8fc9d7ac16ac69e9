import ALCFSystem

/// The folder of the token file and that of the cache, as they are on the disk.
struct FolderFacts: Sendable, Equatable {
    /// Folder of the token file.
    var folder: String
    /// The same folder, or the nearest above it that is there.
    var examined: String
    /// Its file system; nil where the kernel does not tell.
    var fileSystem: FileSystem?
    /// A trial of it.
    var probe: FolderProbe
    /// Whether the token file itself can be written, where the folder cannot be.
    var isFileWritable = false
    /// Folder of cached data; nil where there can be none.
    var cache: String?
    /// Whether that can be made or written.
    var isCacheWritable = true

    /// Looks at the folders. All that it changes are files of its own, which are gone when it returns.
    ///
    /// - Parameter tokenFile: path of the token file, there or not.
    static func read(tokenFile: String, cache: String?) -> FolderFacts {
        let path = AtomicFile.resolved(tokenFile)
        let folder = AtomicFile.parent(of: path)
        let examined = PathFacts.nearestExisting(folder)
        var facts = FolderFacts(
            folder: folder, examined: examined, fileSystem: FileSystem(of: examined),
            probe: FolderProbe.run(in: examined), cache: cache)
        if case .fails = facts.probe.write, folder == examined {
            facts.isFileWritable = (try? AtomicFile.probe(path)) != nil
        }
        facts.isCacheWritable = cache.map { PathFacts.isWritable(PathFacts.nearestExisting($0)) } ?? false
        return facts
    }
}
