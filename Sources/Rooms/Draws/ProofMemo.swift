package import Draw
package import Kernel
package import Storage

/// What is needed to explain and prove a revealed draw to any number of visitors, kept in memory.
///
/// A roster never changes after the freeze, and a transcript follows from its end digest, so the
/// keys say all. A roster of 53 000 bodies takes about 10 MB.
package final class ProofMemo: RoomState {
  private struct RosterKey: Hashable {
    let draw: DrawID
    let root: String
  }

  private let rosters = Memo<RosterKey, ProvenFile>(capacity: 8)
  private let transcripts = Memo<String, TranscriptFacts>(capacity: 32)

  package init() {}
  package convenience init(_ setup: RoomSetup) { self.init() }

  /// The frozen roster of a draw, ready to prove any of its lines.
  ///
  /// - Throws: `Problem.notFound` while the draw is not revealed.
  func roster(of model: DrawModel, _ db: any Connection) throws -> ProvenFile {
    guard model.result != nil, let suite = Suite(rawValue: model.suite) else {
      throw Problem.notFound
    }
    let key = RosterKey(draw: model.id, root: model.roots.roster)
    return try rosters.value(for: key) {
      guard let bytes = try Draws.file(FileName.roster, of: model.id, db) else {
        throw Problem.notFound
      }
      return try ProvenFile(bytes, named: FileName.roster, suite)
    }
  }

  /// Why a body was or was not drawn.
  ///
  /// - Returns: nil when the frozen roster does not name it.
  /// - Throws: `Problem.notFound` while the draw is not revealed.
  package func explanation(of uscc: String, _ model: DrawModel, _ db: any Connection) throws
    -> Explanation?
  {
    let roster = try roster(of: model, db)
    guard let index = roster.index(of: uscc), let digest = model.endDigest else { return nil }
    let facts = try transcripts.value(for: digest) {
      try TranscriptFacts(try Draws.file(FileName.transcript, of: model.id, db) ?? [])
    }
    return try explain(
      header: roster.header, record: [UInt8](roster.line(index)), line: index + 1,
      rules: try Draws.file(FileName.rules, of: model.id, db) ?? [], facts: facts)
  }

  /// The proof that a body stands in the frozen roster.
  ///
  /// - Returns: nil when it does not.
  /// - Throws: `Problem.notFound` while the draw is not revealed.
  package func proof(of uscc: String, _ model: DrawModel, _ db: any Connection) throws
    -> InclusionProof?
  {
    let roster = try roster(of: model, db)
    return roster.index(of: uscc).map { roster.proof(of: $0) }
  }
}
