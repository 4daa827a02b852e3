/// Something that writes itself as HTML.
///
/// Pages are plain values: building one does no work, `render` streams it into bytes once.
package protocol HTML {
  func render(into writer: inout Writer)
}

/// The bytes of a document while it is written. Text goes through `text` and is always escaped.
package struct Writer {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 16_384) {
    bytes.reserveCapacity(capacity)
  }

  /// Writes markup that the source code contains.
  package mutating func markup(_ literal: StaticString) {
    literal.withUTF8Buffer { buffer in unsafe bytes.append(contentsOf: buffer) }
  }

  /// Writes text so that it stays text, in content and in quoted attribute values.
  package mutating func text(_ text: String) {
    var copy = text
    copy.withUTF8 { buffer in
      var start = 0
      for index in buffer.indices {
        guard let entity = unsafe Self.entity(buffer[index]) else { continue }
        unsafe bytes.append(contentsOf: buffer[start..<index])
        markup(entity)
        start = index + 1
      }
      unsafe bytes.append(contentsOf: buffer[start...])
    }
  }

  private static func entity(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}

extension HTML {
  /// The whole document with its doctype.
  package func document() -> [UInt8] {
    var writer = Writer()
    writer.markup("<!doctype html>\n")
    render(into: &writer)
    return writer.bytes
  }

  /// The markup alone, for tests and fragments.
  package func fragment() -> [UInt8] {
    var writer = Writer(capacity: 256)
    render(into: &writer)
    return writer.bytes
  }
}

extension String: HTML {
  package func render(into writer: inout Writer) { writer.text(self) }
}

extension Int: HTML {
  package func render(into writer: inout Writer) { writer.text(String(self)) }
}

extension Optional: HTML where Wrapped: HTML {
  package func render(into writer: inout Writer) { self?.render(into: &writer) }
}

/// Markup that stands in the source code; run-time text cannot become markup.
package struct TrustedMarkup: HTML, Sendable {
  private let literal: StaticString
  package init(_ literal: StaticString) { self.literal = literal }
  package func render(into writer: inout Writer) { writer.markup(literal) }
}

/// Nothing.
package struct Empty: HTML, Sendable {
  package init() {}
  package func render(into writer: inout Writer) {}
}

/// Any markup behind one type, where a page takes parts from several places.
package struct AnyHTML: HTML {
  private let content: any HTML
  package init(_ content: any HTML) { self.content = content }
  package init(@HTMLBuilder _ content: () -> some HTML) { self.content = content() }
  package func render(into writer: inout Writer) { content.render(into: &writer) }
}
