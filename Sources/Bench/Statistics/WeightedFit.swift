import Glibc

/// A weighted least-squares fit of a few columns, by Cholesky's decomposition of the normal equations.
struct WeightedFit: Sendable {
    /// The coefficients, one for each column.
    let coefficients: [Double]
    /// The inverse of XᵀWX.
    let covariance: [[Double]]
    /// Σ w (y − Xβ)².
    let residual: Double

    /// Fits rows of columns; nil where the columns cannot be told apart.
    init?(_ rows: [[Double]], _ values: [Double], weights: [Double]) {
        let size = rows.first?.count ?? 0
        guard size > 0, rows.count == values.count, rows.count == weights.count, rows.count >= size else { return nil }
        // Weights that are relative to the largest keep the numbers in range.
        guard let largest = weights.max(), largest > 0, largest.isFinite else { return nil }
        let relative = weights.map { $0 / largest }
        var matrix = (0..<size).map { i in
            (0..<size).map { j in Statistics.sum(rows.indices.map { relative[$0] * rows[$0][i] * rows[$0][j] }) }
        }
        let right = (0..<size).map { i in
            Statistics.sum(rows.indices.map { relative[$0] * rows[$0][i] * values[$0] })
        }
        for j in 0..<size {
            let diagonal = matrix[j][j]
            let pivot = diagonal - (0..<j).reduce(0) { $0 + matrix[j][$1] * matrix[j][$1] }
            guard pivot > 1e-12 * diagonal, diagonal > 0 else { return nil }
            matrix[j][j] = pivot.squareRoot()
            for i in (j + 1)..<max(size, j + 1) {
                matrix[i][j] = (matrix[i][j] - (0..<j).reduce(0) { $0 + matrix[i][$1] * matrix[j][$1] }) / matrix[j][j]
            }
        }
        let factor = matrix
        func solved(_ right: [Double]) -> [Double] {
            var x = right
            for i in 0..<size {
                for k in 0..<i { x[i] -= factor[i][k] * x[k] }
                x[i] /= factor[i][i]
            }
            for i in (0..<size).reversed() {
                for k in (i + 1)..<max(size, i + 1) { x[i] -= factor[k][i] * x[k] }
                x[i] /= factor[i][i]
            }
            return x
        }
        let coefficients = solved(right)
        self.coefficients = coefficients
        covariance = (0..<size).map { column in
            solved((0..<size).map { $0 == column ? 1 : 0 }).map { $0 / largest }
        }
        residual = Statistics.sum(
            rows.indices.map { index in
                let fitted = zip(rows[index], coefficients).reduce(0) { $0 + $1.0 * $1.1 }
                return weights[index] * (values[index] - fitted) * (values[index] - fitted)
            })
    }
}
