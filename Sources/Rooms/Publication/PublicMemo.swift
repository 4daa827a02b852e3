package import Kernel
internal import Storage

/// What the public pages read most, kept while it holds.
package final class PublicMemo: RoomState {
  package init(_ setup: RoomSetup) {}

  private let records = Memo<String, ResultRecord>(capacity: 4096)
  private let homes = Memo<Int, PublicPages.HomeModel>(capacity: 2)

  /// The record of a published result; it follows from its text, which the digest names.
  func record(_ row: PublishedRow) throws -> ResultRecord {
    try records.value(for: row.digest) { try ResultRecord(canonical: row.record) }
  }

  /// The home page's figures and news. Every change writes one entry into the journal, so they
  /// hold as long as its head stays where it is.
  func home(_ db: any Connection, make: () throws -> PublicPages.HomeModel) throws
    -> PublicPages.HomeModel
  {
    try homes.value(for: try Journal.head(db), make: make)
  }
}
