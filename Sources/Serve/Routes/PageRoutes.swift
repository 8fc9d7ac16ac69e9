import ALCFJSON
import ALCFPage
import ALCFSystem

/// The page that compares two models, and the votes that it sends.
struct PageRoutes: Sendable {
    /// Takes the votes; nil where none are kept.
    let comparisons: ComparisonFile?

    func answer(_ path: String, _ request: ClientRequest, _ responder: Responder) async throws {
        if path == "/page/comparisons" {
            return try await votes(request, responder)
        }
        guard let file = PageAssets.file(path) else {
            throw ServedError(.notFound, "There is no such file of the page.", code: "unknown_route")
        }
        try responder.send(200, file.bytes, type: file.contentType, headers: PageAssets.securityHeaders)
    }

    private func votes(_ request: ClientRequest, _ responder: Responder) async throws {
        guard let comparisons else {
            throw ServedError(
                .notFound, "No votes are kept: 'alcf serve' has no home folder for them.", code: "no_comparisons")
        }
        switch request.method {
        case "GET": try responder.send(200, comparisons.summary())
        case "POST":
            if request.isTooLarge { throw LocalRoutes.tooLarge }
            let comparison = try Comparison(vote: try InferenceRoute.body(request))
            try await BlockingWork.run { () throws(ServedError) in try comparisons.append(comparison) }
            try responder.send(204, [])
        default:
            throw ServedError(.invalidRequest, "This route takes GET and POST.", code: "method_not_allowed")
        }
    }
}
