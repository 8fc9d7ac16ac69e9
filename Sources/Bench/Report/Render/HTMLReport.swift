/// A report as one HTML file: no script, nothing from a network, readable in the dark, on a phone and on paper.
package enum HTMLReport {
    /// Returns the document; whatever it says, it loads and runs nothing.
    package static func text(_ document: Document) -> String {
        let head = HTML.tag(
            "head", [], .tag("meta", [("charset", "utf-8")]),
            .tag("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
            .tag("meta", [("name", "color-scheme"), ("content", "light dark")]),
            .tag(
                "meta",
                [
                    ("http-equiv", "Content-Security-Policy"),
                    ("content", "default-src 'none'; style-src 'unsafe-inline'"),
                ]), .tag("title", [], .text(document.title)), .style(HTMLStyle.text))
        let body =
            [HTML.tag("h1", [], .text(document.title))]
            + document.notices.map { .tag("p", [("class", "alarm"), ("role", "alert")], .text($0)) }
            + document.blocks.map(html)
        return "<!DOCTYPE html>\n"
            + HTML.tag("html", [("lang", "en")], head, .tag("body", [], .tag("main", [], all: body))).rendered + "\n"
    }

    private static func html(_ block: Document.Block) -> HTML {
        switch block {
        case .section(let section):
            let blocks = section.blocks
            return blocks.isEmpty
                ? .fragment([])
                : .tag(
                    "section", [("id", section.id)], .tag("h2", [], .text(section.title)), .fragment(blocks.map(html)))
        case .heading(let text): return .tag("h3", [("dir", "auto")], .text(text))
        case .paragraph(let text):
            return .fragment(text.split(separator: "\n").map { .tag("p", [], .text(String($0))) })
        case .list(let items): return .tag("ul", [], all: items.map { .tag("li", [], .text($0)) })
        case .table(let table): return html(table)
        case .plot(let plot): return html(plot)
        case .note(let text): return .tag("p", [("class", "note")], .tag("bdi", [], .text(text)))
        case .warning(let text, let remedy):
            return .tag(
                "div", [("class", "warning")], .tag("p", [], .text(text)),
                .tag("p", [("class", "note")], .text("→ " + remedy)))
        case .definitions(let definitions):
            return .tag(
                "dl", [],
                all: definitions.flatMap { definition -> [HTML] in
                    let name = definition.name.isEmpty ? [] : [HTML.tag("code", [], .text(definition.name)), " "]
                    return [
                        .tag("dt", [], all: name + [.text(definition.term)]), .tag("dd", [], .text(definition.text)),
                    ]
                })
        case .panels(let panels): return .tag("div", [("class", "pair")], all: panels.map(html))
        case .preformatted(let text): return .tag("pre", [("dir", "auto")], .text(text))
        case .details(let title, let blocks), .folded(let title, let blocks):
            return .tag("details", [], .tag("summary", [], .text(title)), .fragment(blocks.map(html)))
        }
    }

    private static func html(_ panel: Document.Panel) -> HTML {
        let mark =
            panel.mark.isEmpty
            ? [] : [HTML.tag("span", [("class", panel.isGood ? "right" : "wrong")], .text(panel.mark)), " "]
        return .tag(
            "div", [("class", "answer")], .tag("strong", [], .text(panel.title)),
            .tag("p", [("dir", "auto")], .text(panel.text)),
            .tag("p", [("class", "note")], all: mark + [.text(panel.note)]))
    }

    private static func html(_ plot: Document.Plot) -> HTML {
        let keys = plot.legend.enumerated().map { index, name in
            HTML.tag(
                "span", [("class", "key")],
                .tag(
                    "i",
                    [("class", "k\(index % 6)\(index.isMultiple(of: 2) ? " round" : "")"), ("aria-hidden", "true")]),
                .text(name))
        }
        return .tag(
            "figure", [],
            .tag("figcaption", [], .tag("strong", [], .text(plot.title)), .tag("span", [("class", "keys")], all: keys)),
            .tag("div", [("class", "scroll")], plot.drawing.html(plot)),
            .tag("p", [("class", "note")], .text(plot.description)),
            plot.table.map { .tag("details", [], .tag("summary", [], "As a table"), html($0)) } ?? .fragment([]))
    }

    /// A table that may be scrolled sideways where it is too wide.
    private static func html(_ table: Document.Table) -> HTML {
        let head = HTML.tag(
            "tr", [], .tag("td"), .fragment(table.columns.map { .tag("th", [("scope", "col")], .text($0)) }))
        let body = table.rows.map { row in
            HTML.tag(
                "tr", [], .tag("th", [("scope", "row")], .text(row.label)), .fragment(row.cells.map(html)))
        }
        return .tag(
            "div", [("class", "scroll")],
            .tag(
                "table", [("class", table.isText ? nil : "numbers")], .tag("caption", [], .text(table.title)),
                .tag("thead", [], head), .tag("tbody", [], all: body)))
    }

    private static func html(_ cell: Document.Cell) -> HTML {
        let detail = cell.detail.map { [HTML.text(" "), .tag("span", [("class", "detail")], .text($0))] } ?? []
        return .tag("td", [], all: [.text(cell.text)] + detail)
    }
}
