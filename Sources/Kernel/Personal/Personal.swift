package import Storage

/// What a person asked to see in full.
package struct PersonalRecord: Sendable {
  /// Whose it is, for the heading: `华川检测有限公司的联系人`.
  package let subject: String
  /// The page it was asked from.
  package let back: Link
  /// Every value with its label; empty ones are left out.
  package let values: [(label: String, value: String)]

  package init(subject: String, back: Link, values: [(label: String, value: String)]) {
    self.subject = subject
    self.back = back
    self.values = values
  }
}

/// A kind of record whose personal data a room shows masked (`Masked`) and gives in full on request.
///
/// A room declares its sources (`Room.personal`) and puts `revealForm` beside what it masks.
package struct PersonalSource: Sendable {
  /// Stands in the address and is the journal's subject kind: `body`, `inspector`.
  package let kind: String
  /// Loads one record.
  ///
  /// - Throws: `Problem.notFound` when it is not there or outside the actor's scope.
  package let load:
    @Sendable (_ id: Int, _ actor: Actor, _ db: any Connection) throws
      -> PersonalRecord

  package init(
    kind: String,
    load:
      @escaping @Sendable (_ id: Int, _ actor: Actor, _ db: any Connection) throws
      -> PersonalRecord
  ) {
    self.kind = kind
    self.load = load
  }
}

/// 个人信息: seen in full only on request, with a reason, and every look is journalled.
package enum Personal {
  static let reasonLength = 2...200

  /// Gives a record in full and writes down who looked at what and why.
  ///
  /// - Throws: `Problem.notFound` for an unknown kind and a record out of sight, `.refused` without
  ///   a reason.
  static func reveal(_ kind: String, _ id: Int, reason: String, _ call: Call) throws
    -> PersonalRecord
  {
    let actor = try call.actor()
    guard let source = call.house.rooms.personal.first(where: { $0.kind == kind }) else {
      throw Problem.notFound
    }
    return try call.house.perform(by: actor) { transaction in
      let record = try source.load(id, actor, transaction.db)
      guard reasonLength.contains(reason.count) else {
        throw Problem.refused("请写明查看完整个人信息的理由，2 至 200 个字，例如“电话通知整改”。")
      }
      transaction.journal(
        "personal.reveal", (source.kind, String(id)), reason: reason,
        [("fields", record.values.filter { !$0.value.isEmpty }.map(\.label).joined(separator: "、"))]
      )
      return record
    }
  }
}
