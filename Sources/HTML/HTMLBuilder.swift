/// Joins the statements of a closure into one piece of markup.
@resultBuilder
package enum HTMLBuilder {
  package static func buildExpression(_ text: String) -> Markup { Markup(text: text) }
  package static func buildExpression(_ markup: Markup) -> Markup { markup }
  package static func buildExpression(_ content: some HTML) -> Markup { content.markup }
  package static func buildBlock() -> Markup { Markup() }
  package static func buildBlock(_ piece: Markup) -> Markup { piece }
  package static func buildBlock(_ pieces: Markup...) -> Markup { Markup(pieces) }
  package static func buildOptional(_ markup: Markup?) -> Markup { markup ?? Markup() }
  package static func buildEither(first: Markup) -> Markup { first }
  package static func buildEither(second: Markup) -> Markup { second }
}

/// The same markup for every element of a list: `each(rows) { row in tr { … } }`.
package func each<Elements: Sequence>(
  _ elements: Elements, @HTMLBuilder content: (Elements.Element) -> Markup
) -> Markup {
  var pieces: [Markup] = []
  pieces.reserveCapacity(elements.underestimatedCount)
  for element in elements { pieces.append(content(element)) }
  return Markup(pieces)
}
