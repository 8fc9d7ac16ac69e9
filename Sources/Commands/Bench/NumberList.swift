import ArgumentParser

/// Numbers with commas between them, ascending; `k` stands for 1,024.
struct NumberList: ExpressibleByArgument {
    let values: [Double]

    init?(argument: String) {
        let values = argument.split(separator: ",", omittingEmptySubsequences: false).map { word -> Double? in
            let isKilo = word.lowercased().hasSuffix("k")
            return Double(isKilo ? word.dropLast() : word).map { isKilo ? $0 * 1024 : $0 }
        }
        let numbers = values.compactMap { $0 }
        guard numbers.count == values.count, numbers.allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
        self.values = Array(Set(numbers)).sorted()
    }
}
