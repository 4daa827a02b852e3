/// Joins the statements of a closure into one piece of markup.
@resultBuilder
package enum HTMLBuilder {
  package static func buildExpression<Content: HTML>(_ content: Content) -> Content { content }
  package static func buildBlock() -> Empty { Empty() }
  package static func buildBlock<Content: HTML>(_ content: Content) -> Content { content }
  package static func buildBlock<each Content: HTML>(
    _ content: repeat each Content
  ) -> Joined<repeat each Content> {
    Joined(repeat each content)
  }
  package static func buildOptional<Content: HTML>(_ content: Content?) -> Content? { content }
  package static func buildEither<First: HTML, Second: HTML>(
    first content: First
  ) -> Either<First, Second> { .first(content) }
  package static func buildEither<First: HTML, Second: HTML>(
    second content: Second
  ) -> Either<First, Second> { .second(content) }
}

/// Pieces one after another.
package struct Joined<each Content: HTML>: HTML {
  private let content: (repeat each Content)
  package init(_ content: repeat each Content) { self.content = (repeat each content) }
  package func render(into writer: inout Writer) {
    repeat (each content).render(into: &writer)
  }
}

/// One of two branches.
package enum Either<First: HTML, Second: HTML>: HTML {
  case first(First)
  case second(Second)
  package func render(into writer: inout Writer) {
    switch self {
    case .first(let content): content.render(into: &writer)
    case .second(let content): content.render(into: &writer)
    }
  }
}

/// The same markup for every element of a list, made one at a time while it is written.
package struct Each<Elements: Sequence, Content: HTML>: HTML {
  private let elements: Elements
  private let content: (Elements.Element) -> Content

  package init(
    _ elements: Elements, @HTMLBuilder content: @escaping (Elements.Element) -> Content
  ) {
    self.elements = elements
    self.content = content
  }

  package func render(into writer: inout Writer) {
    for element in elements { content(element).render(into: &writer) }
  }
}

/// `each(rows) { row in tr { … } }`.
package func each<Elements: Sequence, Content: HTML>(
  _ elements: Elements, @HTMLBuilder content: @escaping (Elements.Element) -> Content
) -> Each<Elements, Content> {
  Each(elements, content: content)
}
