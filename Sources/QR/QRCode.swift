internal import CQrencode

/// A QR code (ISO/IEC 18004) as a square of modules, error correction level M.
package struct QRCode: Sendable {
  /// Modules a reader needs clear on every side.
  package static let quietZone = 4

  /// Modules on each side, without the quiet zone.
  package let side: Int
  /// Row after row; true is dark.
  private let modules: [Bool]

  /// The smallest code that holds `text`.
  ///
  /// - Returns: nil for an empty text, one with a zero byte, or one too long for any code
  ///   (2 331 bytes).
  package init?(_ text: String) {
    guard !text.isEmpty, !text.utf8.contains(0),
      let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { unsafe QRcode_free(code) }
    guard let data = unsafe code.pointee.data else { return nil }
    let width = unsafe Int(code.pointee.width)
    side = width
    // The lowest bit of each byte is the module; the others tell what it is part of.
    modules = unsafe UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark.
  package subscript(row: Int, column: Int) -> Bool { modules[row * side + column] }

  /// Where dark modules stand together in a row.
  package func runs(row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for column in 0..<side where self[row, column] {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    return runs
  }
}
