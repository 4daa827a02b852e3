/// The files that are frozen before the randomness exists.
package struct FrozenFiles: Sendable {
  package var roster: [UInt8]
  package var rules: [UInt8]
  package var inspectors: [UInt8]?
  package var conflicts: [UInt8]?

  package init(
    roster: [UInt8], rules: [UInt8], inspectors: [UInt8]? = nil, conflicts: [UInt8]? = nil
  ) {
    self.roster = roster
    self.rules = rules
    self.inspectors = inspectors
    self.conflicts = conflicts
  }
}

/// The files of a draw beside the roster, which alone may be larger than memory.
package struct SideFiles: Sendable {
  package var rules: [UInt8]
  package var seed: [UInt8]
  package var inspectors: [UInt8]?
  package var conflicts: [UInt8]?
  package var amendments: [UInt8]?

  package init(
    rules: [UInt8], seed: [UInt8], inspectors: [UInt8]? = nil, conflicts: [UInt8]? = nil,
    amendments: [UInt8]? = nil
  ) {
    self.rules = rules
    self.seed = seed
    self.inspectors = inspectors
    self.conflicts = conflicts
    self.amendments = amendments
  }
}

/// Everything a draw is computed from: the bytes of the files of a draw folder.
package struct DrawFiles: Sendable {
  package var roster: [UInt8]
  package var rules: [UInt8]
  package var seed: [UInt8]
  package var inspectors: [UInt8]?
  package var conflicts: [UInt8]?
  package var amendments: [UInt8]?

  package init(
    roster: [UInt8], rules: [UInt8], seed: [UInt8], inspectors: [UInt8]? = nil,
    conflicts: [UInt8]? = nil, amendments: [UInt8]? = nil
  ) {
    self.roster = roster
    self.rules = rules
    self.seed = seed
    self.inspectors = inspectors
    self.conflicts = conflicts
    self.amendments = amendments
  }

  /// The part that was fixed before the seed.
  package var frozen: FrozenFiles {
    FrozenFiles(roster: roster, rules: rules, inspectors: inspectors, conflicts: conflicts)
  }

  /// All but the roster.
  package var side: SideFiles {
    SideFiles(
      rules: rules, seed: seed, inspectors: inspectors, conflicts: conflicts,
      amendments: amendments)
  }
}
