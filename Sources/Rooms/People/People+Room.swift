package import HTML
package import Kernel
package import Storage
package import Supervision

extension People {
  /// What the application knows of this room.
  package static let room = Room(
    "person", "检查人员与专家",
    routes: inspectorRoutes + expertRoutes,
    menu: [
      MenuEntry(.registry, "执法检查人员", .inspectors, .inspectors, .readRegistry),
      MenuEntry(.registry, "专家", .experts, .experts, .readRegistry),
    ],
    actions: [
      JournalAction("registry.person", "登记人员")
    ],
    facts: [
      JournalFact("code", "人员代码"),
      JournalFact("pledge", "承诺书") { value, _ in value == "given" ? "已承诺" : value },
    ],
    subjects: [JournalSubject("inspector", "检查人员"), JournalSubject("expert", "专家")],
    datasets: [InspectorLibrary(), ExpertLibrary(), ConflictLibrary()]
      + PersonFactKind.allCases.map { PersonFactLibrary(kind: $0) },
    contributions: [
      ClauseTarget("inspectors", "执法检查人员名录", .inspectors, at: 11),
      ClauseTarget("experts", "专家库", .experts, at: 12),
      bodyPart,
    ])
}

extension Place {
  static let inspectors = Place("inspectors")
  static let experts = Place("experts")
}

extension ImportKind {
  package static let inspectors = ImportKind(InspectorLibrary())
  package static let experts = ImportKind(ExpertLibrary())
  package static let conflicts = ImportKind(ConflictLibrary())
}

/// What another room tells of a person on the page of an inspector or expert.
package struct PersonPart: Contribution {
  package let card:
    @Sendable (_ person: PersonKey, _ actor: Actor, _ today: CalendarDay, _ db: any Connection)
      throws -> Markup

  package init(
    _ card:
      @escaping @Sendable (
        _ person: PersonKey, _ actor: Actor, _ today: CalendarDay, _ db: any Connection
      ) throws -> Markup
  ) {
    self.card = card
  }
}
