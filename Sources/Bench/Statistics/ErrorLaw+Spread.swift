import Glibc

extension ErrorLaw {
    /// The standard error below which the true one lies with a probability: σ² of each part is ν·s² ÷ χ², and χ² is
    /// taken as Wilson & Hilferty do (1931), good to a few parts in a hundred from four degrees of freedom on.
    package func spread(_ probability: Double) -> Double {
        let spreads = parts.map(\.standardError).filter { $0 > 0 }
        guard let least = spreads.min(), let most = spreads.max() else { return 0 }
        let part = 2 / (9 * degrees)
        let logarithm = SpecialFunctions.root(from: log(least) - 5, to: log(most) + 5, tolerance: 1e-9) { point in
            let below = parts.reduce(0) { sum, idea in
                let quotient = idea.standardError / exp(point)
                let z = (pow(quotient * quotient, 1 / 3.0) - 1 + part) / part.squareRoot()
                return sum + idea.weight * SpecialFunctions.normalCDF(-z)
            }
            return below - probability
        }
        return exp(logarithm)
    }
}
