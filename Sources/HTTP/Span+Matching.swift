import Glibc

extension Span<UInt8> {
    /// The bytes as an array.
    public var copy: [UInt8] { unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) } }

    /// Whether `bytes` stand at `position`. As fast as the machine compares memory, which a loop in Swift is not.
    @inline(__always)
    public func holds(_ bytes: borrowing [UInt8], at position: Int) -> Bool {
        let length = bytes.count
        guard position >= 0, length <= count - position else { return false }
        return unsafe withUnsafeBufferPointer { all in
            unsafe bytes.withUnsafeBufferPointer { wanted in
                guard let start = all.baseAddress, let other = wanted.baseAddress else { return true }
                return unsafe memcmp(start + position, other, length) == 0
            }
        }
    }
}

extension [UInt8] {
    /// Appends a part of `bytes`.
    public mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
