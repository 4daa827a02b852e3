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
  package static func buildArray<Content: HTML>(_ content: [Content]) -> ForEach<Content> {
    ForEach(content)
  }
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

/// The same markup for every element of a list.
package struct ForEach<Content: HTML>: HTML {
  private let content: [Content]
  package init(_ content: [Content]) { self.content = content }
  package func render(into writer: inout Writer) {
    for piece in content { piece.render(into: &writer) }
  }
}
