internal import Archive
internal import Crypto
internal import Kernel
internal import Storage

/// The kinds of records inside a backup; each begins with its byte.
enum BackupRecord: UInt8 {
  case head = 1
  case table = 2
  case row = 3
  case tableEnd = 4
  case file = 5
  case piece = 6
  case fileEnd = 7
  case end = 8
}

/// Numbers and values as bytes.
struct BackupBytes {
  var bytes: [UInt8] = []

  mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func append(counted content: some Collection<UInt8>) {
    append(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// 0 null, 1 text, 2 blob, 3 an integer, the small ones near zero in few bytes.
  mutating func append(_ value: Value) {
    switch value {
    case .null:
      bytes.append(0)
    case .text(let text):
      bytes.append(1)
      append(counted: text.utf8)
    case .blob(let blob):
      bytes.append(2)
      append(counted: blob)
    case .integer(let number):
      bytes.append(3)
      append(UInt64(bitPattern: number << 1 ^ number >> 63))
    }
  }
}

/// Writes records, compressed, into a sealed file.
final class BackupEncoder {
  private static let full = 1 << 18
  private let file: SealedFileWriter
  private let compressor: Compressor
  private var buffer = BackupBytes()
  private var digest = SHA256Hasher()

  init(_ file: SealedFileWriter) throws {
    self.file = file
    compressor = try Compressor(level: 3) { try file.write($0) }
  }

  func head(_ lines: [String]) throws { try text(.head, lines) }

  func table(_ table: TableDescription) throws {
    try text(
      .table, [table.name.description] + table.columns.map { "\($0.name) \($0.kind.rawValue)" })
    digest = SHA256Hasher()
  }

  func row(_ row: Row, count: Int) throws {
    let start = buffer.bytes.count
    buffer.bytes.append(BackupRecord.row.rawValue)
    for index in 0..<count { buffer.append(row.value(at: index)) }
    digest.update(buffer.bytes[start...])
    try flush(over: Self.full)
  }

  /// - Returns: the digest over the rows, in hex.
  func tableEnd(rows: Int) throws -> String {
    let rowDigest = digest.take()
    buffer.bytes.append(BackupRecord.tableEnd.rawValue)
    buffer.append(UInt64(rows))
    buffer.append(counted: rowDigest)
    return hex(rowDigest)
  }

  func file(_ name: String) throws {
    try text(.file, [name])
    digest = SHA256Hasher()
  }

  func piece(_ bytes: [UInt8]) throws {
    buffer.bytes.append(BackupRecord.piece.rawValue)
    buffer.append(counted: bytes)
    digest.update(bytes)
    try flush(over: Self.full)
  }

  /// - Returns: the digest of the file, in hex.
  func fileEnd() throws -> String {
    let content = digest.take()
    buffer.bytes.append(BackupRecord.fileEnd.rawValue)
    buffer.append(counted: content)
    return hex(content)
  }

  /// - Returns: SHA-256 of the whole file, in hex.
  func end(_ lines: [String]) throws -> String {
    try text(.end, lines)
    try flush(over: 0)
    try compressor.finish()
    return try file.finish()
  }

  private func text(_ record: BackupRecord, _ lines: [String]) throws {
    buffer.bytes.append(record.rawValue)
    buffer.append(counted: lines.joined(separator: "\n").utf8)
    try flush(over: Self.full)
  }

  private func flush(over limit: Int) throws {
    guard buffer.bytes.count > limit else { return }
    try compressor.append(buffer.bytes)
    buffer.bytes.removeAll(keepingCapacity: true)
  }
}
