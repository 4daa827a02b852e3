internal import Archive
internal import Crypto
internal import Kernel
internal import Storage

/// Reads the records of a backup; anything that is not one is refused.
final class BackupDecoder {
  private let source: Decompressor
  private let path: String
  private var buffer: [UInt8] = []
  private var place = 0
  /// Where the part of the buffer begins that `digest` has not seen; nil outside of rows.
  private var undigested: Int?
  private var digest = SHA256Hasher()

  init(_ path: String, _ key: BackupKey?) throws {
    self.path = path
    let file = try SealedFileReader(path, key)
    source = try Decompressor { try file.next() }
  }

  /// The kind of the next record; nil at the end of the file.
  func next() throws -> BackupRecord? {
    if place == buffer.count, try !fill(1) { return nil }
    guard let record = BackupRecord(rawValue: buffer[place]) else { throw damaged() }
    place += 1
    return record
  }

  /// Whether another row of the table follows; then its values are put into `values`.
  func row(_ values: inout [Value], columns: Int) throws -> Bool {
    try need(1)
    guard buffer[place] == BackupRecord.row.rawValue else { return false }
    place += 1
    values.removeAll(keepingCapacity: true)
    for _ in 0..<columns { values.append(try value()) }
    return true
  }

  /// From here on the bytes of rows are added up.
  func beginRows() {
    digest = SHA256Hasher()
    undigested = place
  }

  /// - Returns: the digest over the rows since `beginRows`.
  func endRows() -> [UInt8] {
    if let start = undigested { digest.update(buffer[start..<place]) }
    undigested = nil
    return digest.take()
  }

  func lines() throws -> [String] {
    try text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  func text() throws -> String {
    guard let text = String(validating: try counted(), as: UTF8.self) else { throw damaged() }
    return text
  }

  func counted() throws -> ArraySlice<UInt8> {
    let count = try number()
    guard count <= 1 << 31 else { throw damaged() }
    try need(Int(count))
    defer { place += Int(count) }
    return buffer[place..<place + Int(count)]
  }

  func number() throws -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      try need(1)
      let byte = buffer[place]
      place += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw damaged()
  }

  private func value() throws -> Value {
    try need(1)
    let kind = buffer[place]
    place += 1
    switch kind {
    case 0: return .null
    case 1: return .text(try text())
    case 2: return .blob(Array(try counted()))
    case 3:
      let number = try number()
      return .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
    default: throw damaged()
    }
  }

  private func need(_ count: Int) throws {
    if buffer.count - place < count, try !fill(count) { throw damaged() }
  }

  /// Reads on until `count` bytes lie ahead.
  ///
  /// - Returns: false when the file ends before.
  private func fill(_ count: Int) throws -> Bool {
    if let start = undigested { digest.update(buffer[start..<place]) }
    buffer.removeFirst(place)
    place = 0
    if undigested != nil { undigested = 0 }
    while buffer.count < count {
      let more = try source.next()
      guard !more.isEmpty else { return false }
      buffer += more
    }
    return true
  }

  func damaged() -> Problem {
    .refused("备份文件 \(path) 的内容不合格式，不能使用，没有恢复任何数据。请换一份备份。")
  }
}
