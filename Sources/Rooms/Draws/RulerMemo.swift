package import HTML
package import Kernel
package import Storage

/// The rulers of draws, as they were drawn and as pages show them. A ruler never changes: it
/// follows from the files of the draw, whose digest is part of the key.
package final class RulerMemo: RoomState {
  private struct Key: Hashable {
    let draw: DrawID
    let digest: String
    let stage: Int
    let isWhole: Bool
  }

  private let strata = Memo<Key, [RulerStratum]>(capacity: 256)
  private let pieces = Memo<Key, Markup>(capacity: 128)

  package init() {}
  package convenience init(_ setup: RoomSetup) { self.init() }

  /// The ruler of one field, stratum by stratum; nothing while the result is not to be seen.
  package func strata(of model: DrawModel, stage: Int, _ db: any Connection) throws
    -> [RulerStratum]
  {
    guard model.result != nil, let digest = model.drawnDigest else { return [] }
    let key = Key(draw: model.id, digest: digest, stage: stage, isWhole: true)
    return try strata.value(for: key) { try Draws.ruler(of: model, stage: stage, db) }
  }

  /// The ruler of one field as it stands in a page.
  ///
  /// - Parameter isWhole: as in `DrawParts.ruler`.
  package func piece(of model: DrawModel, stage: Int, isWhole: Bool, _ db: any Connection) throws
    -> Markup
  {
    guard model.result != nil, let digest = model.drawnDigest else { return Markup() }
    let key = Key(draw: model.id, digest: digest, stage: stage, isWhole: isWhole)
    return try pieces.value(for: key) {
      DrawParts.ruler(
        try strata(of: model, stage: stage, db), stage: stage, isWhole: isWhole
      ).markup
    }
  }
}
