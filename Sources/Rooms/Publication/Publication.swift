internal import Kernel
internal import Storage
package import Supervision

/// 公开: what everybody may see without an account.
///
/// Everything published is a stored record with its digest. A correction is a new version; the old
/// one stays and says that it has been corrected.
package enum Publication {
  /// What a published record is about.
  enum Kind: String, StoredWord {
    case plan, draw, result
  }

  /// How long a text of a correction may be, in characters.
  static let reasonLimit = 500
  static let summaryLimit = 2000

  /// How many waiting results the publisher sees at once.
  static let dueLimit = 200
}

/// One published version.
package struct PublishedRow: RowDecodable, Sendable {
  let id: PublicationID
  let kind: Publication.Kind
  let subject: Int
  let version: Int
  let title: String
  let record: String
  let digest: String
  package let publishedAt: Instant
  /// Who published; `nil` when the house did, on the due day.
  let publisher: String?
  /// The reason, when this version corrects the one before.
  let correction: String
  /// Whether a later version stands in its place.
  let isSuperseded: Bool

  init(row: Row) throws {
    id = try row.get("id")
    kind = try row.get("kind")
    subject = try row.get("subject")
    version = try row.get("version")
    title = try row.get("title")
    record = try row.get("record")
    digest = try row.get("digest")
    publishedAt = Instant(milliseconds: try row.get("published_at"))
    publisher = try row.get("publisher")
    correction = try row.get("correction")
    isSuperseded = try row.get("is_superseded")
  }
}
