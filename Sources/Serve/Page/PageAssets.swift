/// The files of the page, as the server gives them out.
///
/// They are real files beside this one, which SwiftPM turns into arrays of bytes: nothing is read from a disk, and the
/// program stays one file. The compiler takes some 0.2 s for each kilobyte of such an array, so the page is a module of
/// its own, which is compiled anew only when the page changes; a Swift file for each asset with its text in it would
/// compile faster, but no browser, no editor and no reader would take it for what it is.
package enum PageAssets {
    /// Headers that go with every file of the page, and with every answer to it.
    ///
    /// What a model answers is hostile. Should a way be found to make markup of it, the policy lets nothing come of
    /// that: no script but the page's own files, no style, no image, font or frame of any host, no form, no request to
    /// another host; and with Trusted Types and no policy for them, no string becomes markup at all.
    package static let securityHeaders: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]

    /// Returns the file at a path of the server, `/` or `/page/NAME`; nil for none.
    package static func file(_ path: String) -> (contentType: String, bytes: [UInt8])? {
        let name = path == "/" ? "index.html" : path.hasPrefix("/page/") ? String(path.dropFirst(6)) : ""
        guard let bytes = contents(name) else { return nil }
        return (contentType(name), bytes)
    }

    /// Names of the files.
    package static let names = [
        "index.html", "style.css", "main.js", "dom.js", "server.js", "stream.js", "figures.js", "conversation.js",
        "compare.js", "side.js", "models.js", "settings.js", "votes.js", "export.js", "markdown.js", "blocks.js",
        "inline.js", "formula.js", "formula-names.js", "requests.js",
    ]

    private static func contentType(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        default: "text/html; charset=utf-8"
        }
    }

    private static func contents(_ name: String) -> [UInt8]? {
        switch name {
        case "index.html": PackageResources.index_html
        case "style.css": PackageResources.style_css
        case "main.js": PackageResources.main_js
        case "dom.js": PackageResources.dom_js
        case "server.js": PackageResources.server_js
        case "stream.js": PackageResources.stream_js
        case "figures.js": PackageResources.figures_js
        case "conversation.js": PackageResources.conversation_js
        case "compare.js": PackageResources.compare_js
        case "side.js": PackageResources.side_js
        case "models.js": PackageResources.models_js
        case "settings.js": PackageResources.settings_js
        case "votes.js": PackageResources.votes_js
        case "export.js": PackageResources.export_js
        case "markdown.js": PackageResources.markdown_js
        case "blocks.js": PackageResources.blocks_js
        case "inline.js": PackageResources.inline_js
        case "formula.js": PackageResources.formula_js
        case "formula-names.js": PackageResources.formula_names_js
        case "requests.js": PackageResources.requests_js
        default: nil
        }
    }
}
