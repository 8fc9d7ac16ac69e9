package import ALCFJSON

/// A settings file that is changed in place: everything but the named members stays as it is, byte for byte.
package protocol SettingsDocument: Sendable {
    /// Reads a file; no bytes are an empty one.
    ///
    /// - Throws: ``SettingsFault`` where the file is broken.
    init(_ bytes: [UInt8]) throws(SettingsFault)

    /// The text with all changes.
    var text: EditedText { get }

    /// Whether nothing is set in it.
    var isEmpty: Bool { get }

    /// Returns the value of a member; nil where there is none.
    ///
    /// - Throws: ``SettingsFault`` where the file has it twice.
    func value(at path: [String]) throws(SettingsFault) -> JSONValue?

    /// Sets a member, and makes the objects above it where they are missing.
    ///
    /// - Throws: ``SettingsFault`` where something above it is no object; nothing is changed then.
    mutating func set(_ path: [String], to value: JSONValue) throws(SettingsFault)

    /// Takes a member out with all that is in it; that there is none is no error.
    ///
    /// - Throws: ``SettingsFault`` where that cannot be done in place.
    mutating func remove(_ path: [String]) throws(SettingsFault)
}
