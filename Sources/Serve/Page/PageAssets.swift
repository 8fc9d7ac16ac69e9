/// The files of the page, as the server gives them out.
///
/// They are real files beside this one, which SwiftPM turns into arrays of bytes: nothing is read from a disk, and the
/// program stays one file. The compiler takes some 0.2 s for each kilobyte of such an array, so the page is a module of
/// its own, which is compiled anew only when the page changes; a Swift file for each asset with its text in it would
/// compile faster, but no browser, no editor and no reader would take it for what it is.
package enum PageAssets {
    /// Headers that go with every file of the page.
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
        guard let bytes = files[name] else { return nil }
        return (contentType(name), bytes)
    }

    /// Names of the files.
    package static var names: [String] { files.keys.sorted() }

    private static func contentType(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        default: "text/html; charset=utf-8"
        }
    }

    private static let files: [String: [UInt8]] = [
        "index.html": PackageResources.index_html,
        "style.css": PackageResources.style_css,
        "main.js": PackageResources.main_js,
        "dom.js": PackageResources.dom_js,
        "server.js": PackageResources.server_js,
        "stream.js": PackageResources.stream_js,
        "figures.js": PackageResources.figures_js,
        "conversation.js": PackageResources.conversation_js,
        "compare.js": PackageResources.compare_js,
        "side.js": PackageResources.side_js,
        "models.js": PackageResources.models_js,
        "settings.js": PackageResources.settings_js,
        "votes.js": PackageResources.votes_js,
        "export.js": PackageResources.export_js,
        "markdown.js": PackageResources.markdown_js,
        "blocks.js": PackageResources.blocks_js,
        "inline.js": PackageResources.inline_js,
        "formula.js": PackageResources.formula_js,
        "formula-names.js": PackageResources.formula_names_js,
        "requests.js": PackageResources.requests_js,
    ]
}
