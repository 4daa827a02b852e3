/// A finished piece of a page.
///
/// One type for all pieces, and bytes instead of a tree: a generic type per page would be looked up
/// and copied at run time, which took five times as long as writing the page.
package struct Markup: HTML, Sendable {
  fileprivate enum Content {
    case nothing
    /// Not yet escaped: most text goes straight into the element around it.
    case text(String)
    case bytes([UInt8])
  }

  fileprivate var content: Content

  package init() { content = .nothing }
  init(text: String) { content = .text(text) }
  init(_ writer: consuming Writer) { content = .bytes(writer.bytes) }

  package var markup: Markup { self }

  /// About how many bytes it takes.
  var sizeHint: Int {
    switch content {
    case .nothing: 0
    case .text(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    }
  }

  /// Writes `next` behind what is there.
  mutating func append(_ next: Markup) {
    switch content {
    case .nothing:
      content = next.content
    case .text(let text):
      var writer = Writer(capacity: text.utf8.count + next.sizeHint)
      writer.text(text)
      writer.add(next)
      content = .bytes(writer.bytes)
    case .bytes(let bytes):
      // Without this the bytes would be shared, and copied to be changed.
      content = .nothing
      var writer = Writer(bytes)
      writer.add(next)
      content = .bytes(writer.bytes)
    }
  }
}

/// Bytes while they are written. Text goes through `text` and is always escaped.
struct Writer: ~Copyable {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  init(_ bytes: consuming [UInt8]) {
    self.bytes = bytes
  }

  mutating func add(_ markup: Markup) {
    switch markup.content {
    case .nothing: break
    case .text(let text): self.text(text)
    case .bytes(let more): bytes += more
    }
  }

  /// Writes markup that the source code contains.
  mutating func markup(_ literal: StaticString) {
    literal.withUTF8Buffer { buffer in unsafe bytes.append(contentsOf: buffer) }
  }

  /// Writes text so that it stays text, in content and in quoted attribute values.
  mutating func text(_ text: String) {
    var copy = text
    copy.withUTF8 { buffer in
      var start = 0
      for index in buffer.indices where unsafe Self.isSpecial(buffer[index]) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start..<index]))
        markup(unsafe Self.entity(buffer[index]))
        start = index + 1
      }
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x3F
      && (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
        || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"))
  }

  private static func entity(_ byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    default: "&#39;"
    }
  }
}
