internal import Storage

/// Which entries an audit administrator sees.
///
/// The keeper's line sees what the authorities of the own region and below and the bodies there did,
/// of every department; another department sees its own line's part of that, and a unit that is no
/// region of its own sees itself alone: as with the accounts an administrator looks after.
package struct JournalSight: Sendable, Equatable {
  /// Stands beside the numbers of its entries; nil for whoever sees all of them, empty for nobody.
  let scope: String?

  package static let everything = JournalSight(scope: nil)

  /// - Parameter region: six digits; of the keeper's line.
  package init(region: String) {
    scope = region == "000000" ? nil : region
  }

  private init(scope: String?) { self.scope = scope }

  package init(_ actor: Actor) {
    guard let authority = actor.authority else {
      self.init(scope: "")
      return
    }
    if authority.isUnit {
      self.init(scope: Self.unit(authority.id))
    } else if authority.department == Keeper.department {
      self.init(region: authority.region)
    } else {
      self.init(scope: Self.line(authority.department, authority.region))
    }
  }

  private static func unit(_ id: AuthorityID) -> String { "#\(id)" }

  private static func line(_ department: String, _ region: String) -> String {
    "\(department) \(region)"
  }

  /// A region with its city and province; nothing for the whole country, which needs no list.
  static func scopes(above region: String) -> [String] {
    guard region != "000000", region.utf8.count == 6 else { return [] }
    var scopes = [region.prefix(2) + "0000"]
    if !region.hasSuffix("0000") { scopes.append(region.prefix(4) + "00") }
    if !region.hasSuffix("00") { scopes.append(region[...]) }
    return scopes.map(String.init)
  }

  /// Lets those see an entry whose it is.
  static func show(_ number: Int, in place: JournalPlace?, _ db: any Connection) throws {
    guard let place else { return }
    var scopes = scopes(above: place.region)
    if let department = place.department, department != Keeper.department {
      scopes += (["000000"] + scopes).map { line(department, $0) }
    }
    if let unit = place.unit { scopes.append(self.unit(unit)) }
    let rows: [SQL] = scopes.map { "(\($0), \(number))" }
    guard !rows.isEmpty else { return }
    try db.execute("INSERT INTO journal_sight (scope, number) VALUES " + .joined(rows, by: ", "))
  }
}

extension AuthoritySummary {
  /// Whether it is no region's own authority, such as a brigade or a station.
  package var isUnit: Bool { ["unit", "station"].contains(level) }
}

/// Where an entry belongs: to who acted; what no person did, to whose record it is.
struct JournalPlace {
  let region: String
  /// Nil where it is nobody's line, such as a body's.
  let department: String?
  let unit: AuthorityID?

  private init(_ row: Row) throws {
    region = try row.get("region")
    department = try row.get("department")
    unit = try row.get("unit")
  }

  private init(_ authority: AuthoritySummary) {
    region = authority.region
    department = authority.department
    unit = authority.isUnit ? authority.id : nil
  }

  /// - Returns: nil for what belongs to the house as a whole.
  package init?(
    of note: JournalNote, by actor: Actor?, _ words: JournalWords, _ db: any Connection
  ) throws {
    if let authority = actor?.authority {
      self.init(authority)
      return
    }
    guard let found = try Self.find(of: note, by: actor, words, db) else { return nil }
    self = found
  }

  private static func find(
    of note: JournalNote, by actor: Actor?, _ words: JournalWords, _ db: any Connection
  ) throws -> JournalPlace? {
    let subject: (kind: String, id: Int)
    if let body = actor?.body {
      subject = ("body", body.number)
    } else if let id = Int(note.subject) {
      subject = (note.subjectKind, id)
    } else {
      return nil
    }
    guard let source = words.place(subject.kind, subject.id) else { return nil }
    return try db.one(source) { try JournalPlace($0) }
  }
}
