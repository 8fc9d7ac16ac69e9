import ALCFCrypto
public import ALCFHTTP
import ALCFSystem

/// A picture in a message.
public struct ImageContent: Sendable, Hashable {
    /// A `data:` URL with the picture in it, or an address that the server fetches. Metis takes the former only.
    public let url: String
    /// `low`, `high` or `auto`, for servers that look at pictures in steps; nil for the server's default.
    public var detail: String?

    /// A picture that the server fetches.
    public init(url: HTTPURL, detail: String? = nil) {
        self.url = url.string
        self.detail = detail
    }

    /// A picture by its bytes: PNG, JPEG, GIF, WebP, BMP or TIFF, told by their first bytes and not by a name.
    ///
    /// - Throws: ``ClientError`` with code `usage` for anything else.
    public init(bytes: [UInt8], detail: String? = nil) throws(ClientError) {
        guard let type = Self.mediaType(of: bytes) else {
            throw ClientError(
                .usage, "the picture is of no kind that models take",
                remedy: "Use PNG, JPEG, GIF, WebP, BMP or TIFF.")
        }
        url = "data:\(type);base64,\(Base64.standard.encode(bytes))"
        self.detail = detail
    }

    /// A picture from a file.
    ///
    /// - Throws: ``ClientError`` with code `usage` where it cannot be read or is no picture, `tooLarge` where it alone
    ///   is more than the gateway takes.
    public init(path: String, detail: String? = nil) throws(ClientError) {
        // Base64 makes four bytes of three.
        let limit = BodySize.maximum / 4 * 3
        let file: FileContents
        do { file = try FileContents(path: path, limit: limit + 1) } catch {
            throw ClientError(.usage, "the picture '\(path)': \(error)", remedy: "Check the path.", underlying: error)
        }
        guard file.isRegular else {
            throw ClientError(.usage, "'\(path)' is not a file", remedy: "Name a picture's file.")
        }
        guard file.bytes.count <= limit else {
            throw ClientError(.tooLarge, "the picture '\(path)' has more than \(limit) bytes", remedy: BodySize.remedy)
        }
        do { try self.init(bytes: file.bytes, detail: detail) } catch {
            throw ClientError(error.code, "'\(path)': \(error.message)", remedy: error.remedy)
        }
    }

    /// The media type by which the bytes give themselves away; nil for none that is known.
    public static func mediaType(of bytes: [UInt8]) -> String? {
        func begins(_ text: String, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        }
        if begins("\u{89}PNG\r\n\u{1A}\n") { return "image/png" }
        if begins("\u{FF}\u{D8}\u{FF}") { return "image/jpeg" }
        if begins("GIF87a") || begins("GIF89a") { return "image/gif" }
        if begins("RIFF"), begins("WEBP", at: 8) { return "image/webp" }
        if begins("BM") { return "image/bmp" }
        if begins("II*\0") || begins("MM\0*") { return "image/tiff" }
        return nil
    }
}
