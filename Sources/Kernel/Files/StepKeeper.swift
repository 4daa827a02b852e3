internal import Storage

/// Keeps what the rows of a file lead to, in batches and in order, until it is stored.
package protocol StepKeeper: AnyObject {
  associatedtype Step: Sendable

  /// - Parameter folder: where there is room for an unnamed file.
  init(folder: String) throws
  func keep(_ batch: [Step]) throws
  /// Hands the batches out as they were kept; once.
  func forEachBatch(_ visit: ([Step]) throws -> Void) throws
}

/// For libraries of some ten thousand records.
package final class StepsInMemory<Step: Sendable>: StepKeeper {
  private var batches: [[Step]] = []

  package init(folder: String) {}

  package func keep(_ batch: [Step]) { batches.append(batch) }

  package func forEachBatch(_ visit: ([Step]) throws -> Void) throws {
    for batch in batches { try visit(batch) }
  }
}

/// A step that can be written down and read back.
package protocol WrittenStep: Sendable {
  func write(to sheet: inout StepSheet)
  init(from sheet: inout StepSheet)
}

/// For libraries of millions: in an unnamed file, which goes when the program does.
package final class StepsOnDisk<Step: WrittenStep>: StepKeeper {
  private let file: ScratchFile
  /// Where each batch lies in the file.
  private var places: [(offset: Int, size: Int, count: Int)] = []
  private var sheet = StepSheet()

  package init(folder: String) throws { file = try ScratchFile(in: folder) }

  package func keep(_ batch: [Step]) throws {
    sheet.clear()
    for step in batch { step.write(to: &sheet) }
    let offset = places.last.map { $0.offset + $0.size } ?? 0
    try file.write(sheet.bytes, at: offset)
    places.append((offset, sheet.bytes.count, batch.count))
  }

  package func forEachBatch(_ visit: ([Step]) throws -> Void) throws {
    for place in places {
      sheet.open(try file.read(place.size, at: place.offset))
      var batch: [Step] = []
      batch.reserveCapacity(place.count)
      for _ in 0..<place.count { batch.append(Step(from: &sheet)) }
      try visit(batch)
    }
  }
}

/// Numbers and texts one after the other; who reads them back knows their order.
package struct StepSheet {
  private(set) var bytes: [UInt8] = []
  private var position = 0

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    position = 0
  }

  mutating func open(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
  }

  /// - Parameter number: from 0.
  package mutating func put(_ number: Int) {
    var rest = UInt64(number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  package mutating func put(_ text: String) {
    let length = text.utf8.count
    put(length)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func takeNumber() -> Int {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return Int(number)
  }

  package mutating func takeText() -> String {
    let length = takeNumber()
    defer { position += length }
    return String(decoding: bytes[position..<(position + length)], as: UTF8.self)
  }
}
