package import HTML
package import Kernel
package import Storage
internal import Supervision

/// What a room shows on the desk (工作台) below the tasks.
package struct DeskPart: Contribution {
  package let cards: @Sendable (_ actor: Actor, _ db: any Connection) throws -> [Markup]

  package init(
    _ cards: @escaping @Sendable (_ actor: Actor, _ db: any Connection) throws -> [Markup]
  ) {
    self.cards = cards
  }
}

struct DeskModel {
  let actor: Actor
  let now: Instant
  let tasks: [DeskTask]
  let cards: [Markup]
}
