extension Document {
    /// Returns the drawings of the report, as made for a width in units.
    func plots(width: Double) -> [Plot] { Chart.$width.withValue(width) { Self.plots(blocks) } }

    private static func plots(_ blocks: [Block]) -> [Plot] {
        blocks.flatMap { block -> [Plot] in
            switch block {
            case .plot(let plot): [plot]
            case .section(let section): plots(section.blocks)
            case .details(_, let blocks), .folded(_, let blocks): plots(blocks)
            default: []
            }
        }
    }
}
