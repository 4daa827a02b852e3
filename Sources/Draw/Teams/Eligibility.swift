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

/// The inspectors of a draw and their tickets.
struct Eligibility: Sendable {
  let frozen: Frozen
  let inspectors: Table
  private let prefix: HashPrefix

  init(_ frozen: Frozen, inspectors: Table, key: Digest) {
    self.frozen = frozen
    self.inspectors = inspectors
    prefix = TeamTickets.prefix(frozen.suite, key: key)
  }

  /// What hashes the ids of inspectors to their tickets for a role on the team of `pick`.
  func tickets(for pick: ObjectPick, _ role: Int) -> MessageBatch {
    let stage = frozen.stages[pick.stage]
    return TeamTickets(
      prefix, stage: stage.number, object: frozen.roster.id(pick.object.record),
      role: stage.roles[role].rules.name
    ).batch
  }
}

/// An inspector on an object's team.
struct Member {
  /// Index of the role in its stage.
  let role: Int
  let inspector: Int
  let ticket: Digest
}
