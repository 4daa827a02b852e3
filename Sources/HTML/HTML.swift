/// Something that can stand in a page.
///
/// Pages are plain values: text, or markup that was written, escaped, when its element was made.
package protocol HTML {
  var markup: Markup { get }
}

extension HTML {
  /// The whole document with its doctype.
  package func document() -> [UInt8] { markup.bytes(after: "<!doctype html>\n") }

  /// The markup alone, for tests and fragments.
  package func fragment() -> [UInt8] { markup.bytes() }
}

extension String: HTML {
  package var markup: Markup { Markup(text: self) }
}

extension Int: HTML {
  package var markup: Markup { Markup(text: String(self)) }
}

extension Optional: HTML where Wrapped: HTML {
  package var markup: Markup { self?.markup ?? Markup() }
}

/// Markup that stands in the source code; run-time text cannot become markup.
package struct TrustedMarkup: HTML, Sendable {
  private let literal: StaticString
  package init(_ literal: StaticString) { self.literal = literal }
  package var markup: Markup { Markup(literal: literal) }
}

/// Nothing.
package struct Empty: HTML, Sendable {
  package init() {}
  package var markup: Markup { Markup() }
}

/// Any markup behind one type, where a page takes parts from several places.
package struct AnyHTML: HTML {
  package let markup: Markup
  package init(_ content: any HTML) { markup = content.markup }
  package init(@HTMLBuilder _ content: () -> Markup) { markup = content() }
}
