import Glibc
import Testing

@testable import ALCFSystem

/// Looking at folders and file systems.
@Suite struct FolderProbeTests {
    /// A folder of the test's own; the caller removes it.
    private func folder() throws -> String { try #require(TemporaryFolder.make("alcf-probe")) }

    private static let mounts = """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        30 27 0:40 / /home rw,relatime shared:5 master:1 - nfs4 server:/home rw
        31 27 0:41 / /lus/eagle rw - lustre 10.0.0.1@o2ib:/eagle rw
        32 27 0:42 / /two\\040words rw - gpfs /dev/gpfs rw
        33 27 0:21 / /over rw - tmpfs tmpfs rw
        broken line
        """

    private func kind(_ major: UInt64, _ minor: UInt64, _ path: String) -> String? {
        FileSystem.kind(device: major << 8 | minor, path: path, mounts: Self.mounts)
    }

    @Test func theKindIsThatOfTheDevice() {
        #expect(kind(254, 0, "/etc") == "ext4")
        #expect(kind(0, 40, "/home/u/.globus") == "nfs4")
        #expect(kind(0, 21, "/over") == "tmpfs", "the later of two")
        // A device that is in no line: the mount point decides.
        #expect(kind(7, 7, "/lus/eagle/x") == "lustre")
        #expect(kind(7, 7, "/lus/eagles") == "ext4")
        #expect(kind(7, 7, "/two words/x") == "gpfs")
        #expect(FileSystem.kind(device: 1, path: "/x", mounts: "") == nil)
    }

    @Test(arguments: [
        ("nfs", true), ("nfs4", true), ("lustre", true), ("gpfs", true), ("ext4", false), ("overlay", false),
        ("xfs", false),
        ("fuse.sshfs", true),
    ])
    func someAreShared(kind: String, isShared: Bool) {
        #expect(FileSystem(kind: kind, freeBytes: 1, freeFiles: nil).isShared == isShared)
    }

    @Test func theFileSystemOfAFolder() throws {
        let system = try #require(FileSystem(of: "/"))
        #expect(system.kind != nil && system.freeBytes > 0)
        #expect(FileSystem(of: "/nowhere/at/all") == nil)
    }

    @Test func aTrialLeavesNothing() throws {
        let folder = try folder()
        defer { TemporaryFolder.remove(folder) }
        let probe = FolderProbe.run(in: folder)
        guard case .works(let lock) = probe.lock, case .works(let write) = probe.write else {
            Issue.record("\(probe)")
            return
        }
        #expect(lock >= 0 && write > 0)
        #expect(try FolderContents.entries(folder, limit: 10).isEmpty)
        guard case .fails(let error) = FolderProbe.run(in: "/proc").write else {
            Issue.record("a file was made in /proc")
            return
        }
        #expect([ENOENT, EACCES, EPERM].contains(error.number))
    }

    @Test func theNearestFolderThatIsThere() throws {
        let folder = try folder()
        defer { TemporaryFolder.remove(folder) }
        #expect(PathFacts.nearestExisting(folder + "/a/b/c") == folder)
        #expect(PathFacts.nearestExisting(folder) == folder)
        #expect(PathFacts.nearestExisting("/") == "/")
    }

    @Test func factsOfAFileAndOfALinkToIt() throws {
        let folder = try folder()
        defer { TemporaryFolder.remove(folder) }
        try AtomicFile.write([1], to: folder + "/file", permissions: 0o640)
        #expect(symlink("file", folder + "/link") == 0)
        let file = try #require(PathFacts(path: folder + "/file"))
        #expect(file.kind == .file && file.permissions == 0o640 && file.owner == geteuid() && file.linkTarget == nil)
        let link = try #require(PathFacts(path: folder + "/link"))
        #expect(link.kind == .file && link.linkTarget == folder + "/file")
        #expect(PathFacts(path: folder + "/none") == nil)
        #expect(PathFacts(path: folder)?.kind == .folder)
    }

    @Test func librariesAreFoundInTheMap() {
        let libraries = LoadedLibraries(
            maps: """
                7f1-7f2 r-xp 00000000 fe:00 123    /usr/lib/x86_64-linux-gnu/libcurl.so.4.8.0
                7f1-7f2 r--p 00000000 fe:00 124    /usr/lib/x86_64-linux-gnu/libcrypto.so.3
                7f1-7f2 r--p 00000000 fe:00 125    /opt/a b/libjansson.so.4
                7f1-7f2 r--p 00000000 fe:00 125    /opt/curl/libcurl-gnutls.so.4
                7ffd-7ffe rw-p 00000000 00:00 0    [stack]
                """)
        #expect(libraries.path(of: "libcrypto") == "/usr/lib/x86_64-linux-gnu/libcrypto.so.3")
        #expect(libraries.path(of: "libjansson") == "/opt/a b/libjansson.so.4")
        #expect(libraries.path(of: "libssl") == nil)
        #expect(
            libraries.path(of: "libcurl") == "/usr/lib/x86_64-linux-gnu/libcurl.so.4.8.0", "and no other flavour of it")
    }
}
