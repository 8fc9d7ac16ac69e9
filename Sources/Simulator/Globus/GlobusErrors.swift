import ALCFJSON

/// The bodies of Globus Auth.
enum GlobusErrors {
    static func json(_ status: Int, _ body: JSONValue) -> SimulatedResponse {
        SimulatedResponse(status, contentType: "application/json", body: body.serializedBytes())
    }

    /// `{"error":"invalid_grant"}` and its kin, from the token endpoint.
    static func token(_ status: Int, _ code: String) -> SimulatedResponse { json(status, ["error": .string(code)]) }

    static func html(_ status: Int, title: String, _ body: String) -> SimulatedResponse {
        let page = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>SIMULATED: \(title)</title></head>
            <body>
            <p><strong>SIMULATED</strong>: this is not Globus Auth, and nothing that it gives out is good anywhere else.</p>
            \(body)
            </body>
            </html>

            """
        return SimulatedResponse(status, contentType: "text/html; charset=utf-8", body: Array(page.utf8))
    }

    static let unauthorized = json(
        401,
        [
            "errors": [
                [
                    "status": "401", "id": "00000000-0000-4000-8000-000000000401", "code": "UNAUTHORIZED",
                    "title": "Unauthorized", "detail": "Call must be authenticated",
                ]
            ],
            "error": "unauthorized", "error_description": "Unauthorized",
        ])

    static let notFound = html(404, title: "Not Found", "<h1>Not Found</h1>")
}
