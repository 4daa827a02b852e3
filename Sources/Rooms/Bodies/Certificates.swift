internal import Kernel
internal import Storage
internal import Supervision

/// 资质认定证书 and the other papers a body works by.
///
/// The main one's number and end stand with the body too, since lists sort by them and the draw's
/// files read them; both are kept in step here.
enum Certificates {
  static let mainKind = "cma"

  static func insertMain(
    of body: BodyID, _ draft: BodyDraft, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO certificates (body, is_main, kind, number, issuer, valid_until, state, note,
        since, change)
      VALUES (\(body), 1, \(mainKind), \(draft.certificateNumber), '', \(draft.certificateUntil),
        'valid', '', \(transaction.now.milliseconds), \(change))
      """)
  }

  /// Follows the registration of a body: a new end is a version of the same certificate, a new
  /// number another certificate in its place.
  static func storeMain(
    of body: BodyID, _ draft: BodyDraft, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let known = try db.one(
      """
      SELECT id, number, valid_until FROM certificates
      WHERE body = \(body) AND until IS NULL AND is_main = 1
      """
    ) {
      (
        id: try $0.get("id", as: Int.self), number: try $0.get("number", as: String.self),
        until: try $0.get("valid_until", as: CalendarDay?.self)
      )
    }
    guard let known else { return try insertMain(of: body, draft, change, transaction) }
    if known.number == draft.certificateNumber {
      guard known.until != draft.certificateUntil else { return }
      try keepVersion(of: known.id, change, transaction)
      try db.execute(
        """
        UPDATE certificates SET valid_until = \(draft.certificateUntil),
          since = \(transaction.now.milliseconds), change = \(change) WHERE id = \(known.id)
        """)
      return
    }
    try db.execute(
      """
      UPDATE certificates SET until = \(transaction.now.milliseconds), ended_by = \(change)
      WHERE id = \(known.id)
      """)
    // The number may stand there already as a further one.
    let promoted = try db.execute(
      """
      UPDATE certificates SET is_main = 1, valid_until = \(draft.certificateUntil)
      WHERE body = \(body) AND kind = \(mainKind) AND number = \(draft.certificateNumber)
        AND until IS NULL
      """)
    if promoted == 0 { try insertMain(of: body, draft, change, transaction) }
  }

  /// Withdraws or cancels the main certificate.
  static func endMain(
    of body: BodyID, as state: String, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    let known: Int? = try transaction.db.value(
      """
      SELECT id AS value FROM certificates
      WHERE body = \(body) AND until IS NULL AND is_main = 1 AND state <> \(state)
      """)
    guard let known else { return }
    try keepVersion(of: known, change, transaction)
    try transaction.db.execute(
      """
      UPDATE certificates SET state = \(state), since = \(transaction.now.milliseconds),
        change = \(change) WHERE id = \(known)
      """)
  }

  /// Keeps what the row says now, before it is overwritten by `change`.
  static func keepVersion(
    of certificate: Int, _ change: ChangeID, _ transaction: Transaction
  ) throws {
    try transaction.db.execute(
      """
      INSERT INTO certificate_versions (certificate, number, issuer, issued_on, valid_from,
        valid_until, state, note, since, until, change, ended_by)
      SELECT id, number, issuer, issued_on, valid_from, valid_until, state, note, since,
        \(transaction.now.milliseconds), change, \(change)
      FROM certificates WHERE id = \(certificate)
      """)
  }
}
