package import HTML
package import Kernel

/// A text with the part that was looked for.
@HTMLBuilder
package func marked(_ text: MarkedText) -> some HTML {
  text.before
  if !text.part.isEmpty { element("mark", [], text.part) }
  text.after
}
