/// A finished piece of a page.
///
/// One type for all pieces: a generic type per page would be looked up and copied at run time, which
/// took longer than writing the page. What is small is bytes, so that a page of thousands of elements
/// is not thousands of objects; what is large is a list of pieces, copied once, into the document.
package struct Markup: HTML, Sendable {
  fileprivate enum Content {
    case nothing
    /// Not yet escaped: most text goes straight into the element around it.
    case text(String)
    case bytes([UInt8])
    case pieces([Markup])
  }

  /// An element above this size keeps its content in pieces.
  private static let largestCopy = 4096

  fileprivate let content: Content
  /// How many bytes it takes.
  fileprivate let size: Int

  package init() {
    content = .nothing
    size = 0
  }

  init(text: String) {
    content = .text(text)
    size = Writer.size(of: text)
  }

  init(_ pieces: [Markup]) {
    content = .pieces(pieces)
    size = pieces.reduce(0) { $0 + $1.size }
  }

  init(literal: StaticString) {
    self.init(size: literal.utf8CodeUnitCount) { writer in writer.markup(literal) }
  }

  /// The start tag, the content and, unless `isVoid`, the end tag.
  init(
    _ name: StaticString, _ attributes: [Attribute], _ inner: borrowing Markup, isVoid: Bool = false
  ) {
    let start = attributes.reduce(name.utf8CodeUnitCount + 2) { $0 + $1.size }
    let end = isVoid ? 0 : name.utf8CodeUnitCount + 3
    if inner.size > Self.largestCopy {
      self.init([
        Markup(size: start) { $0.startTag(name, attributes) }, copy inner,
        Markup(size: end) { $0.endTag(name) },
      ])
    } else {
      self.init(size: start + inner.size + end) { writer in
        writer.startTag(name, attributes)
        writer.add(inner)
        if !isVoid { writer.endTag(name) }
      }
    }
  }

  private init(size: Int, _ write: (inout Writer) -> Void) {
    content = .bytes(Writer.bytes(size, write))
    self.size = size
  }

  package var markup: Markup { self }

  /// All of it in one row, behind `prefix`.
  func bytes(after prefix: StaticString = "") -> [UInt8] {
    Writer.bytes(prefix.utf8CodeUnitCount + size) { writer in
      writer.markup(prefix)
      writer.add(self)
    }
  }
}

/// Fills bytes whose number is known. Text goes through `text` and is always escaped.
@safe struct Writer: ~Copyable {
  private var rest: UnsafeMutableRawBufferPointer

  private init(_ rest: UnsafeMutableRawBufferPointer) {
    unsafe self.rest = rest
  }

  /// - Parameter write: writes exactly `size` bytes; more would stop the program.
  static func bytes(_ size: Int, _ write: (inout Writer) -> Void) -> [UInt8] {
    // Not `init(unsafeUninitializedCapacity:)`, which looks up the array's type at run time.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    bytes.append(addingCapacity: size) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        var writer = unsafe Writer(
          UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: size))
        write(&writer)
        count = unsafe size - writer.rest.count
      }
    }
    return bytes
  }

  mutating func add(_ markup: borrowing Markup) {
    switch markup.content {
    case .nothing: break
    case .text(let text): self.text(text)
    case .bytes(let bytes): unsafe bytes.withUnsafeBytes { unsafe raw($0) }
    case .pieces(let pieces): for piece in pieces { add(piece) }
    }
  }

  /// Writes markup that the source code contains.
  mutating func markup(_ literal: StaticString) {
    literal.withUTF8Buffer { unsafe raw(UnsafeRawBufferPointer($0)) }
  }

  /// Writes text so that it stays text, in content and in quoted attribute values.
  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for index in bytes.indices {
        guard let entity = Self.entity(unsafe bytes[index]) else { continue }
        unsafe raw(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<index])))
        markup(entity)
        start = index + 1
      }
      unsafe raw(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
    }
  }

  /// How many bytes `text` writes.
  static func size(of text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      var size = bytes.count
      for index in bytes.indices {
        if let entity = entity(unsafe bytes[index]) { size += entity.utf8CodeUnitCount - 1 }
      }
      return size
    }
  }

  private mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    precondition(unsafe bytes.count <= rest.count, "markup is larger than announced")
    unsafe rest.copyMemory(from: bytes)
    unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[bytes.count...])
  }

  @inline(__always)
  private static func entity(_ byte: UInt8) -> StaticString? {
    // All five are below most text, also Chinese.
    guard byte <= UInt8(ascii: ">") else { return nil }
    return switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
