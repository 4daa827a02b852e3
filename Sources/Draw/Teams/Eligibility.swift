extension Frozen {
  /// Who may inspect an object in a role: those who meet its conditions and have no conflict.
  ///
  /// Rule: mingcha-draw-1 §5.
  ///
  /// - Parameter object: its record number.
  func candidates(for object: Int, _ role: Role) -> InspectorSet {
    var candidates = role.fitting
    for column in role.share {
      candidates.formIntersection(column.inspectors(sharingWith: object, of: roster))
    }
    for column in role.avoid {
      candidates.subtract(column.inspectors(sharingWith: object, of: roster))
    }
    conflicts?.forEachInspector(barredFrom: object) { candidates.remove($0) }
    return candidates
  }
}

/// The candidates of a draw and their tickets.
struct Eligibility {
  let frozen: Frozen
  let inspectors: Table
  private var tickets: TeamTickets

  init(_ frozen: Frozen, inspectors: Table, key: Digest) {
    self.frozen = frozen
    self.inspectors = inspectors
    tickets = TeamTickets(frozen.suite, key: key)
  }

  /// Team ticket of an inspector for an object drawn in `stage`, from 0.
  mutating func ticket(stage: Int, object: Int, _ role: Role, inspector: Int) -> Digest {
    tickets.ticket(
      stage: stage + 1, object: frozen.roster.id(object), role: role.rules.name,
      inspector: inspectors.id(inspector))
  }
}

/// An inspector on an object's team.
struct Member {
  /// Index of the role in its stage.
  let role: Int
  let inspector: Int
  let ticket: Digest
}
