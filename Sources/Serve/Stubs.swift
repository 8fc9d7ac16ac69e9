package import ALCFJSON

package final class ComparisonFile: Sendable {
    package func summary() throws -> JSONValue { nil }; package func append(_ c: Comparison) throws {}
}
package struct Comparison { package init(vote: JSONObject) throws(ServedError) {} }
