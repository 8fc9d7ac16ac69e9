package import ALCFJSON

/// A report as JSON: the document's own data, and the sections that these do not hold.
package enum JSONReport {
    /// Returns the report.
    package static func json(_ document: Document) -> JSONValue {
        let data = document.data()
        let sections = document.blocks.compactMap { block -> (String, JSONValue)? in
            guard case .section(let section) = block, !section.isInData else { return nil }
            let blocks = section.blocks
            return blocks.isEmpty ? nil : (section.id, json(section.title, blocks))
        }
        guard !data.isNull else {
            return .object([
                "title": .string(document.title), "notices": .array(document.notices.map(JSONValue.string)),
                "sections": .object(JSONObject(sections)),
            ])
        }
        guard var object = data.object, !sections.isEmpty else { return data }
        object["sections"] = .object(JSONObject(sections))
        return .object(object)
    }

    private static func json(_ title: String, _ blocks: [Document.Block]) -> JSONValue {
        ["title": .string(title), "blocks": .array(blocks.map(json))]
    }

    private static func json(_ block: Document.Block) -> JSONValue {
        switch block {
        case .section(let section): json(section.title, section.blocks)
        case .heading(let text), .paragraph(let text), .note(let text), .preformatted(let text): .string(text)
        case .list(let items): .array(items.map(JSONValue.string))
        case .table(let table): json(table)
        case .plot(let plot):
            [
                "title": .string(plot.title), "description": .string(plot.description),
                "table": plot.table.map(json) ?? .null,
            ]
        case .warning(let text, let remedy): ["warning": .string(text), "remedy": .string(remedy)]
        case .definitions(let definitions):
            .object(JSONObject(definitions.map { ($0.name.isEmpty ? $0.term : $0.name, .string($0.text)) }))
        case .panels(let panels): .object(JSONObject(panels.map { ($0.title, .string($0.text)) }))
        case .details(let title, let blocks), .folded(let title, let blocks): json(title, blocks)
        }
    }

    private static func json(_ table: Document.Table) -> JSONValue {
        [
            "title": .string(table.title), "columns": .array(table.columns.map(JSONValue.string)),
            "rows": .array(
                table.rows.map { row in
                    ["label": .string(row.label), "cells": .array(row.cells.map { .string($0.full) })]
                }),
        ]
    }
}
