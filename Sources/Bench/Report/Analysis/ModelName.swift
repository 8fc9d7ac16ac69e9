/// Names of models, which differ between services for one model.
enum ModelName {
    /// The name without owner and context length: `openai/gpt-oss-120b-131072` is `gpt-oss-120b`. A context length is a multiple of 1,024,
    /// or a number of `k`, as in ``ModelResolver``; dates such as `-20251009` are part of the name.
    static func base(_ name: String) -> String {
        let name = name.lowercased().split(separator: "/").last.map(String.init) ?? ""
        guard let dash = name.lastIndex(of: "-"), dash > name.startIndex else { return name }
        let suffix = name[name.index(after: dash)...]
        let isThousands = suffix.hasSuffix("k") && suffix.count > 1 && suffix.dropLast().allSatisfy(\.isASCIIDigit)
        let isContext = Int(suffix).map { $0 >= 1_024 && $0 % 1_024 == 0 } ?? isThousands
        return isContext ? String(name[..<dash]) : name
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
