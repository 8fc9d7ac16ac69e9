import Testing

@testable import ALCFHTTP

@Suite struct CertificateAuthoritiesTests {
    /// A disk with these files, and these folders of certificates.
    ///
    /// - Parameter there: what is there, and of no use.
    private func disk(_ files: [String] = [], folders: [String] = [], there: [String] = []) -> CertificateDisk {
        CertificateDisk(
            isFile: { files.contains($0) }, exists: { (files + folders + there).contains($0) },
            isFolder: { folders.contains($0) || there.contains($0) && $0.hasSuffix("certs") },
            holdsCertificates: { folders.contains($0) })
    }

    private func named(_ environment: [String: String], folders: [String] = []) -> CertificateAuthorities? {
        CertificateAuthorities(environment: { environment[$0] }, disk: disk(folders: folders))
    }

    @Test func theFirstVariableCounts() throws {
        #expect(named([:]) == nil)
        #expect(named(["SSL_CERT_FILE": "", "SSL_CERT_DIR": ""]) == nil)
        let all = [
            "CURL_CA_BUNDLE": "/c", "SSL_CERT_FILE": "/s", "SSL_CERT_DIR": "/d:/e", "REQUESTS_CA_BUNDLE": "/r",
        ]
        let curl = try #require(named(all))
        #expect(curl.file == "/c" && curl.folder == nil && curl.rule == .variables(["CURL_CA_BUNDLE"]))
        let both = try #require(named(all.filter { $0.key != "CURL_CA_BUNDLE" }))
        #expect(both.file == "/s" && both.folder == "/d:/e")
        #expect(both.rule == .variables(["SSL_CERT_FILE", "SSL_CERT_DIR"]))
        #expect(both.place == "/s and /d:/e")
        let folder = try #require(named(["SSL_CERT_DIR": "/d", "REQUESTS_CA_BUNDLE": "/r"]))
        #expect(folder.file == nil && folder.folder == "/d" && folder.rule == .variables(["SSL_CERT_DIR"]))
        let requests = try #require(named(["REQUESTS_CA_BUNDLE": "~/r", "HOME": "/home/me"]))
        #expect(requests.file == "/home/me/r" && requests.folder == nil)
    }

    @Test func aVariableForAFileMayNameAFolder() throws {
        let found = try #require(named(["REQUESTS_CA_BUNDLE": "/r"], folders: ["/r"]))
        #expect(found.file == nil && found.folder == "/r")
        let both = try #require(named(["SSL_CERT_FILE": "/s", "SSL_CERT_DIR": "/d"], folders: ["/s"]))
        #expect(both.file == nil && both.folder == "/s:/d")
    }

    @Test(arguments: CertificateAuthorities.knownFiles)
    func theSystemsFileIsFound(file: String) {
        // A program built for Debian, elsewhere; and one built for no system.
        for built in ["/etc/ssl/certs/ca-certificates.crt", nil] {
            let found = CertificateAuthorities(
                libraryFile: built, libraryFolder: "/etc/ssl/certs", disk: disk([file], folders: ["/etc/ssl/certs"]))
            #expect(found.file == file && found.folder == nil)
            #expect(found.rule == (file == built ? .library : .system))
            #expect(found.fault(on: disk([file])) == nil)
        }
    }

    @Test func theLibrarysOwnFileComesFirst() {
        let found = CertificateAuthorities(
            libraryFile: "/opt/curl/ca.pem", libraryFolder: nil,
            disk: disk(["/opt/curl/ca.pem"] + CertificateAuthorities.knownFiles))
        #expect(found.file == "/opt/curl/ca.pem" && found.rule == .library)
    }

    @Test func aFolderServesWithoutAFile() {
        let found = CertificateAuthorities(
            libraryFile: nil, libraryFolder: nil, disk: disk(folders: ["/etc/pki/tls/certs"]))
        #expect(found.file == nil && found.folder == "/etc/pki/tls/certs" && found.rule == .system)
    }

    @Test func theFaultNamesWherePeopleCanLook() throws {
        let nothing = CertificateAuthorities(libraryFile: "/x", libraryFolder: "/y", disk: disk())
        #expect(nothing.rule == .nothing && nothing.place == nil)
        let fault = try #require(nothing.fault(on: disk()))
        for path in CertificateAuthorities.knownFiles + CertificateAuthorities.knownFolders {
            #expect(fault.message.contains(path))
        }
        #expect(fault.remedy.contains("SSL_CERT_FILE"))

        let missing = try #require(named(["SSL_CERT_FILE": "/gone"])?.fault(on: disk()))
        #expect(missing.message.contains("/gone") && missing.message.contains("SSL_CERT_FILE"))
        let empty = try #require(named(["SSL_CERT_DIR": "/e:/f"])?.fault(on: disk()))
        #expect(empty.message.contains("/e:/f") && empty.remedy.contains("rehash"))
        #expect(named(["SSL_CERT_DIR": "/e:/f"])?.fault(on: disk(folders: ["/f"])) == nil)
        #expect(named(["SSL_CERT_FILE": "/s", "SSL_CERT_DIR": "/e"])?.fault(on: disk(["/s"])) == nil)
    }

    @Test func eachPlaceIsToldWithItsState() throws {
        let disk = disk(there: ["/own/ca.pem", "/etc/ssl/certs"])
        let nothing = CertificateAuthorities(libraryFile: "/own/ca.pem", libraryFolder: "/own/certs", disk: disk)
        let message = try #require(nothing.fault(on: disk)?.message)
        #expect(message.contains("not there: /etc/ssl/certs/ca-certificates.crt, "))
        #expect(message.contains("there, but not to be read: /own/ca.pem;"))
        #expect(message.hasSuffix("without a certificate under a name of OpenSSL's: /etc/ssl/certs"))
        #expect(message.contains("/own/certs") && !message.contains("none of"))
    }

    @Test func variablesThatArePassedOverAreNamed() throws {
        let both = try #require(named(["CURL_CA_BUNDLE": "/c", "SSL_CERT_FILE": "/s", "SSL_CERT_DIR": "/d"]))
        #expect(both.passedOver == ["SSL_CERT_FILE", "SSL_CERT_DIR"])
        #expect(both.reason.hasSuffix("SSL_CERT_FILE and SSL_CERT_DIR set too, and passed over"))
        let fault = try #require(both.fault(on: disk()))
        #expect(
            fault.message.contains("as CURL_CA_BUNDLE comes first") && fault.remedy.hasSuffix("unset CURL_CA_BUNDLE"))
        // Two variables with one value are of one mind.
        #expect(named(["CURL_CA_BUNDLE": "/c", "SSL_CERT_FILE": "/c"])?.passedOver == [])
        #expect(named(["SSL_CERT_FILE": "/s", "SSL_CERT_DIR": "/d"])?.passedOver == [])
        #expect(named(["SSL_CERT_DIR": "/d", "REQUESTS_CA_BUNDLE": "/r"])?.passedOver == ["REQUESTS_CA_BUNDLE"])
    }

    @Test func hashedNamesAreKnown() {
        #expect(CertificateDisk.isHashed("5ad8a5d6.0") && CertificateDisk.isHashed("DEADBEEF.12"))
        for name in ["ca-certificates.crt", "5ad8a5d6", "5ad8a5d6.r0", "5ad8a5d.0", "5ad8a5dz.0", "5ad8a5d6.0.pem"] {
            #expect(!CertificateDisk.isHashed(name), "\(name)")
        }
    }
}
