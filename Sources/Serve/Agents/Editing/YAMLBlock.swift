/// Lines of a YAML file between two marks, which are written and taken out together.
package struct YAMLBlock: Sendable, Hashable {
    /// Name of the list at the root that the lines are elements of; nil for members of the root itself.
    package var list: String?
    /// Lines without their indentation in the list.
    package var lines: [String]
    /// Members of the root that are written too where the file has them not, in order.
    package var header: [Member]

    /// A member of the root.
    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: String

        /// A member with its value as YAML has it.
        package init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Elements of a list, or members of the root.
    package init(list: String? = nil, lines: [String], header: [Member] = []) {
        self.list = list
        self.lines = lines
        self.header = header
    }

    /// The first line.
    static let begin = "# >>> alcf agent configure: these lines are replaced and removed by it"
    /// The last line.
    static let end = "# <<< alcf agent configure"
}
