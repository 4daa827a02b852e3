internal import Storage

/// The types of columns that are told apart, by their number in `pg_type`.
enum PostgresType: UInt32 {
  case bool = 16
  case bytea = 17
  case int8 = 20
  case int2 = 21
  case int4 = 23
  case text = 25
  case float4 = 700
  case float8 = 701
  case numeric = 1700
}

/// Values out of the server's text format.
enum PostgresText {
  /// - Parameter type: `nil` for any type that is passed on as its text.
  static func value(of type: PostgresType?, _ bytes: Span<UInt8>) -> Value {
    switch type {
    case .int8, .int2, .int4:
      integer(bytes).map(Value.integer) ?? text(bytes)
    case .bool:
      .integer(bytes.count == 1 && bytes[0] == UInt8(ascii: "t") ? 1 : 0)
    case .bytea:
      blob(bytes)
    case .numeric, .float4, .float8:
      number(bytes)
    case .text, nil:
      text(bytes)
    }
  }

  static func text(_ bytes: Span<UInt8>) -> Value {
    let copy = unsafe bytes.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
    if let copy { return .text(copy) }
    return .blob(unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) })
  }

  static func integer(_ bytes: Span<UInt8>) -> Int64? {
    // Towards the negative, whose range is one larger.
    var number: Int64 = 0
    let isNegative = bytes.count > 0 && bytes[0] == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    guard start < bytes.count else { return nil }
    for index in start..<bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      let (shifted, isOver) = number.multipliedReportingOverflow(by: 10)
      let (next, isOverToo) = shifted.subtractingReportingOverflow(Int64(digit))
      if isOver || isOverToo { return nil }
      number = next
    }
    if isNegative { return number }
    return number == .min ? nil : -number
  }

  /// A sum or an average: an integer when it is whole, else its text without zeros at the end.
  static func number(_ bytes: Span<UInt8>) -> Value {
    if let whole = integer(bytes) { return .integer(whole) }
    guard case .text(var text) = text(bytes), text.utf8.contains(UInt8(ascii: ".")),
      !text.utf8.contains(UInt8(ascii: "e"))
    else { return text(bytes) }
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
    return Int64(text).map(Value.integer) ?? .text(text)
  }

  /// The server's `\x…` form; `bytea_output` is set to it for every connection.
  static func blob(_ bytes: Span<UInt8>) -> Value {
    guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "x") else {
      return text(bytes)
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity((bytes.count - 2) / 2)
    for index in stride(from: 3, to: bytes.count, by: 2) {
      decoded.append(nibble(bytes[index - 1]) << 4 | nibble(bytes[index]))
    }
    return .blob(decoded)
  }

  private static func nibble(_ digit: UInt8) -> UInt8 {
    digit <= UInt8(ascii: "9") ? digit &- UInt8(ascii: "0") : (digit | 0x20) &- 87
  }
}
