/// Every library files come into and go out of, in the order of the menus.
package struct Datasets: Sendable {
  package let kinds: [ImportKind]

  init(_ libraries: [any Library]) {
    kinds = libraries.map(ImportKind.init)
  }

  /// - Returns: nil when there is no such library.
  package func kind(_ code: String) -> ImportKind? { kinds.first { $0.rawValue == code } }

  /// What this person may bring.
  package func brought(by actor: Actor) -> [ImportKind] {
    kinds.filter { actor.may($0.library.permission) }
  }

  /// What this person may take out.
  package func takenOut(by actor: Actor) -> [ImportKind] {
    actor.may(.readRegistry) ? kinds : brought(by: actor)
  }
}
