/// One value that is no collection.
struct ScalarContainer: SingleValueDecodingContainer {
    let place: ValueDecoder

    var codingPath: [any CodingKey] { place.codingPath }

    func decodeNil() -> Bool { place.value.isNull }

    func decode(_ type: Bool.Type) throws -> Bool { try expect(place.value.bool, "true or false") }
    func decode(_ type: String.Type) throws -> String { try expect(place.value.string, "a string") }
    func decode(_ type: Double.Type) throws -> Double { try expect(place.value.double, "a number") }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: place) }

    private func expect<T>(_ value: T?, _ kind: String) throws -> T {
        guard let value else { throw place.mismatch(T.self, kind) }
        return value
    }

    private func integer<T: FixedWidthInteger>() throws -> T {
        let whole = try expect(place.value.int, "an integer")
        guard let value = T(exactly: whole) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: codingPath, debugDescription: "must fit \(T.self), and does not"))
        }
        return value
    }
}
