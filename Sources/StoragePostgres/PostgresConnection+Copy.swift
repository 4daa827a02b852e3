internal import CPostgres
internal import Storage

extension PostgresConnection {
  /// Sends rows through COPY in its binary form.
  ///
  /// - Returns: how many.
  func copy(_ text: String, columns: Int, _ next: (inout [Value]) throws -> Bool) throws -> Int {
    try begin(text)
    var buffer = CopyBuffer()
    var values: [Value] = []
    var count = 0
    do {
      while try next(&values) {
        guard values.count == columns else {
          throw StoreError.statement(
            sql: text, message: "a row has \(values.count) values for \(columns) columns")
        }
        try buffer.append(values, of: text)
        count += 1
        if buffer.bytes.count >= CopyBuffer.full { try send(&buffer, text) }
      }
      buffer.appendEnd()
      try send(&buffer, text)
    } catch {
      // Takes back what was sent; the server's answer would only repeat that.
      if unsafe PQputCopyEnd(handle, "given up") == 1 { drain() }
      failure = failure ?? StoreError.statement(sql: text, message: "given up by the program")
      throw error
    }
    guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw lost(text) }
    defer { drain() }
    _ = try unsafe check(PQgetResult(handle), text)
    return count
  }

  private func begin(_ text: String) throws(StoreError) {
    guard let answer = unsafe PQexec(handle, text) else { throw lost(text) }
    if unsafe PQresultStatus(answer) == PGRES_COPY_IN {
      unsafe PQclear(answer)
      return
    }
    _ = try unsafe check(answer, text)
    throw StoreError.statement(sql: text, message: "the server does not take rows")
  }

  private func send(_ buffer: inout CopyBuffer, _ text: String) throws(StoreError) {
    let code = unsafe buffer.bytes.withUnsafeBytes { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe PQputCopyData(handle, characters.baseAddress, CInt(characters.count))
      }
    }
    guard code == 1 else { throw lost(text) }
    buffer.bytes.removeAll(keepingCapacity: true)
  }

  /// Reads the answers that are still on their way.
  private func drain() {
    while let answer = unsafe PQgetResult(handle) { unsafe PQclear(answer) }
  }

  private func lost(_ text: String) -> StoreError {
    StoreError(
      postgres: nil, connectionIsLost: unsafe PQstatus(handle) != CONNECTION_OK,
      message: unsafe PostgresAccess.message(of: handle), sql: text)
  }
}

/// Rows in the binary form of COPY.
private struct CopyBuffer {
  static let full = 1 << 16

  /// Begins with the signature, no flags and no extension.
  var bytes: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)

  mutating func append(_ values: [Value], of sql: String) throws(StoreError) {
    append(Int16(values.count))
    for (index, value) in values.enumerated() {
      switch value {
      case .null:
        append(Int32(-1))
      case .integer(let number):
        append(Int32(8))
        append(number)
      case .text(let text):
        try SQL.refuseNUL(in: text, at: index + 1, of: sql)
        append(Int32(clamping: text.utf8.count))
        bytes.append(contentsOf: text.utf8)
      case .blob(let blob):
        append(Int32(clamping: blob.count))
        bytes.append(contentsOf: blob)
      }
    }
  }

  mutating func appendEnd() { append(Int16(-1)) }

  private mutating func append(_ number: some FixedWidthInteger) {
    for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
