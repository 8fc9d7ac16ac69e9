package import ALCFJSON

package final class ComparisonFile: Sendable {
    package func summary() throws -> JSONValue { nil }; package func append(_ c: Comparison) throws {}
}
package struct Comparison { package init(vote: JSONObject) throws(ServedError) {} }
package enum PageAssets {
    package static func file(_ p: String) -> (contentType: String, bytes: [UInt8])? { nil };
    package static let securityHeaders: [(name: String, value: String)] = []
}
