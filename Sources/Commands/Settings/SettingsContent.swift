import ALCFJSON
import ALCFSystem

/// The settings of a file: those that are known, what is wrong with it, and all else as it is.
struct SettingsContent: Sendable {
    /// A member that says nothing, or nothing that can be used.
    struct Fault: Sendable {
        let key: SettingKey
        let line: Int?
        let message: String
        let remedy: String?

        /// The text for users, with the place.
        func error(in path: String) -> UsageError {
            UsageError("\(path)\(line.map { ", line \($0)" } ?? ""): \(message)", remedy: remedy)
        }
    }

    private(set) var root = JSONObject()
    /// The values, in the file's order.
    private(set) var values: [(key: SettingKey, value: String)] = []
    /// Members that are known and cannot be used.
    private(set) var faults: [Fault] = []
    /// Members that are not known: perhaps a newer version's, perhaps typing errors.
    private(set) var unknown: [Fault] = []

    /// The largest file that is read.
    static let limits = JSONLimits(bytes: 1 << 20, values: 20_000, depth: 16)

    /// No settings.
    init() {}

    /// The settings in the bytes of a file.
    ///
    /// - Parameter path: the file's, for errors.
    /// - Throws: ``UsageError`` for what is no JSON object.
    init(_ bytes: [UInt8], path: String) throws(UsageError) {
        let way = "Mend the file, or move it away: mv \(path.shellQuoted) \((path + ".old").shellQuoted)"
        // An empty file is what an editor leaves, and says as much as none.
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes, rejectDuplicates: true, limits: Self.limits)
        } catch {
            let isComment = Self.hasComment(bytes)
            throw UsageError(
                "\(path) is not valid JSON: \(error.message)",
                remedy: isComment ? "JSON has no comments: remove what begins with // or #, and what is in /* */." : way
            )
        }
        guard let object = document.object else { throw UsageError("\(path) holds no JSON object", remedy: way) }
        root = object
        collect(MemberLines(bytes))
    }

    // MARK: Reading

    /// Whether there is a mark of a comment outside of the texts.
    private static func hasComment(_ bytes: [UInt8]) -> Bool {
        var isText = false
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isText: index += 1
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "#") where !isText: return true
            case UInt8(ascii: "/") where !isText: return true
            default: break
            }
            index += 1
        }
        return false
    }

    private mutating func collect(_ lines: MemberLines?) {
        (values, faults, unknown) = ([], [], [])
        for (name, value) in root { collect(value, at: SettingKey([name]), lines) }
    }

    private mutating func collect(_ value: JSONValue, at key: SettingKey, _ lines: MemberLines?) {
        let line = lines?[key.path]
        func fault(_ message: String, _ remedy: String?) -> Fault {
            Fault(key: key, line: line, message: message, remedy: remedy)
        }
        guard key.setting != nil || key.isGroup else {
            let error = key.unknown
            return unknown.append(fault(error.message, error.remedy))
        }
        if let (message, remedy) = key.nameFault { return faults.append(fault(message, remedy)) }
        guard let setting = key.setting else {
            guard let object = value.object else {
                let isTarget = key.path.count == 2 && key.path[0] == "targets"
                return faults.append(
                    fault(
                        "'\(key)' must be an object, in { }",
                        isTarget
                            ? "Its address goes into it, as in \"\(key.path[1])\": {\"url\": \"http://127.0.0.1:8000/v1\"}"
                            : nil))
            }
            for (name, value) in object { collect(value, at: SettingKey(key.path + [name]), lines) }
            return
        }
        guard let text = value.string else {
            return faults.append(
                fault("'\(key)' must be a text, in quotation marks", "To remove it: alcf config unset \(key)"))
        }
        do throws(UsageError) {
            try setting.kind.check(text, of: key)
            values.append((key, text))
        } catch { faults.append(fault(error.message, error.remedy)) }
    }

    // MARK: Changing

    /// The value at a key, whatever it is.
    func member(_ key: SettingKey) -> JSONValue? {
        key.path.reduce(JSONValue?.some(.object(root))) { $0?[$1] }
    }

    /// Sets a value. Everything else stays as and where it is.
    ///
    /// - Throws: ``UsageError`` for a key or a value that is none, and where something else stands in the way.
    mutating func set(_ key: SettingKey, _ value: String) throws(UsageError) {
        guard let setting = key.setting else {
            guard key.isGroup else { throw key.unknown }
            let keys = Setting.all.filter { $0.matches(key.path) }.map { setting in
                (key.path + setting.parts.dropFirst(key.path.count)).joined(separator: ".")
            }
            throw UsageError("'\(key)' is a group of settings", remedy: "There are \(keys.joined(separator: ", ")).")
        }
        if let (message, remedy) = key.nameFault { throw UsageError(message, remedy: remedy) }
        try setting.kind.check(value, of: key)
        root = try Self.setting(root, key.path[...], value, key)
        collect(nil)
    }

    private static func setting(
        _ object: JSONObject, _ path: ArraySlice<String>, _ value: String, _ key: SettingKey
    ) throws(UsageError) -> JSONObject {
        var object = object
        guard let name = path.first else { return object }
        if path.count == 1 {
            object[name] = .string(value)
        } else {
            let old = object[name]
            guard let inner = old == nil ? JSONObject() : old?.object else {
                let group = key.path.prefix(key.path.count - path.count + 1).joined(separator: ".")
                throw UsageError(
                    "'\(group)' in the file is no object, so '\(key)' has no place",
                    remedy: "Remove it first: alcf config unset \(group)")
            }
            object[name] = .object(try setting(inner, path.dropFirst(), value, key))
        }
        return object
    }

    /// Removes a member, known or not, and the groups that are empty without it.
    ///
    /// - Returns: whether it was there.
    mutating func unset(_ key: SettingKey) -> Bool {
        guard member(key) != nil else { return false }
        root = Self.removing(root, key.path[...])
        collect(nil)
        return true
    }

    private static func removing(_ object: JSONObject, _ path: ArraySlice<String>) -> JSONObject {
        var object = object
        guard let name = path.first else { return object }
        guard path.count > 1, let inner = object[name]?.object else {
            object[name] = nil
            return object
        }
        let left = removing(inner, path.dropFirst())
        object[name] = left.isEmpty ? nil : .object(left)
        return object
    }

    /// The file's bytes.
    var bytes: [UInt8] { JSONValue.object(root).serializedBytes(.pretty) + [UInt8(ascii: "\n")] }
}
