import ALCFHTTP
import ALCFJSON

extension InferenceClient {
    /// The models that a server of OpenAI's API says it has, by `GET …/models`.
    ///
    /// - Throws: ``ClientError``; an answer without a list of models is none.
    public func modelNames(at endpoint: ModelEndpoint) async throws -> [String] {
        let url: HTTPURL
        do { url = try endpoint.url("models") } catch { throw ClientError(error) }
        var request = HTTPRequest(.get, url, headers: [("Accept", "application/json")], timeouts: timeouts.service)
        endpoint.overrides.add(to: &request)
        request.checksCertificate = endpoint.checksCertificate
        let answer: JSONValue
        do { answer = try await json(try await open(request, endpoint.credentials)) } catch let error as ClientError {
            throw error.named(endpoint, model: nil)
        }
        guard let list = answer["data"]?.array ?? answer.array else {
            throw ClientError(.malformed, "\(url) names no models", httpStatus: 200)
        }
        return list.compactMap { $0["id"]?.string }
    }
}
