internal import Storage

/// The parameters of one statement in the server's binary format, one after another in one buffer.
struct PostgresParameters {
  /// Types by number in `pg_type`; 0 for a null, whose type the server takes from its place.
  private(set) var types: [UInt32] = []
  private(set) var lengths: [CInt] = []
  private(set) var bytes: [UInt8] = []

  /// - Throws: `StoreError.statement` for a text that the server cannot store.
  init(_ values: [Value], of sql: String) throws(StoreError) {
    for (index, value) in values.enumerated() {
      let start = bytes.count
      switch value {
      case .null:
        types.append(0)
      case .integer(let number):
        types.append(PostgresType.int8.rawValue)
        for shift in stride(from: 56, through: 0, by: -8) {
          bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
        }
      case .text(let text):
        try SQL.refuseNUL(in: text, at: index + 1, of: sql)
        types.append(PostgresType.text.rawValue)
        bytes.append(contentsOf: text.utf8)
      case .blob(let blob):
        types.append(PostgresType.bytea.rawValue)
        bytes.append(contentsOf: blob)
      }
      lengths.append(CInt(clamping: bytes.count - start))
    }
    // An empty value still needs an address, which the end of an empty buffer would not have.
    bytes.append(0)
  }

  /// The statement text with the places of nulls, because those were prepared without a type.
  func cacheKey(_ sql: String) -> String {
    guard types.contains(0) else { return sql }
    return types.reduce(into: sql + "\u{0}") { $0 += $1 == 0 ? "n" : "v" }
  }

  /// The addresses, lengths and formats as `PQexecPrepared` takes them.
  func withPointers<R>(
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
    ) -> R
  ) -> R {
    let formats = [CInt](repeating: 1, count: types.count)
    return unsafe bytes.withUnsafeBytes { raw in
      let start = unsafe raw.bindMemory(to: CChar.self).baseAddress
      var pointers: [UnsafePointer<CChar>?] = unsafe []
      var offset = 0
      for (type, length) in zip(types, lengths) {
        unsafe pointers.append(type == 0 ? nil : start.map { unsafe $0 + offset })
        offset += Int(length)
      }
      return unsafe body(pointers, lengths, formats)
    }
  }
}
