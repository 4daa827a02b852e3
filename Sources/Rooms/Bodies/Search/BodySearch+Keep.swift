package import Kernel
package import Storage

// How the search keeps up with the registry: whoever changes what a body is found by calls
// `refresh` in the same transaction.
extension BodySearch {
  /// Brings the search up to date with these bodies.
  ///
  /// Reads them as they stand in this transaction; writes only what differs.
  package static func refresh(_ bodies: [BodyID], _ db: any Connection) throws {
    var pieces = try Pieces()
    for start in stride(from: 0, to: bodies.count, by: 500) {
      try refresh(part: Array(bodies[start..<min(start + 500, bodies.count)]), &pieces, db)
      if pieces.count > Pieces.most { try pieces.write(db) }
    }
    try pieces.write(db)
  }

  /// Brings up to date what is known of these bodies, and leaves those that the search does not
  /// know yet to `complete`.
  package static func refreshKnown(_ bodies: [BodyID], _ db: any Connection) throws {
    var known: [BodyID] = []
    for start in stride(from: 0, to: bodies.count, by: 500) {
      let part = Array(bodies[start..<min(start + 500, bodies.count)])
      known += try db.map(
        "SELECT body FROM body_texts WHERE number = 0 AND " + .among("body", part)
          + " ORDER BY body LIMIT 500"
      ) { try $0.get("body") }
    }
    try refresh(known, db)
  }

  /// Finds the bodies that the search does not know and adds them: those that were stored before
  /// there was one.
  ///
  /// - Parameter batch: so many at once; others may write in between.
  /// - Returns: how many there were.
  @discardableResult
  package static func complete(_ store: any Store, batch: Int = 30_000) throws -> Int {
    var count = 0
    while true {
      let missing: [BodyID] = try store.read { db in
        try db.map(
          """
          SELECT b.id FROM bodies b
          WHERE NOT EXISTS (SELECT 1 FROM body_texts t WHERE t.body = b.id AND t.number = 0)
          ORDER BY b.id LIMIT \(batch)
          """
        ) { try $0.get("id") }
      }
      guard !missing.isEmpty else { return count }
      try store.write { try refresh(missing, $0) }
      count += missing.count
    }
  }

  private static func refresh(
    part bodies: [BodyID], _ pieces: inout Pieces, _ db: any Connection
  ) throws {
    var known: [BodyID: [BodyText]] = [:]
    try db.forEachRow(
      "SELECT body, kind, text, region, since, until FROM body_texts WHERE "
        + .among("body", bodies) + " ORDER BY body, number LIMIT 1000000"
    ) { known[try $0.get("body"), default: []].append(try BodyText(row: $0)) }
    let wanted = try texts(of: bodies, db)
    for body in bodies {
      let old = known[body] ?? []
      let texts = wanted[body] ?? []
      guard old != texts else { continue }
      if !old.isEmpty { try db.execute("DELETE FROM body_texts WHERE body = \(body)") }
      for (number, text) in texts.enumerated() { try pieces.store(text, number, of: body, db) }
      for (number, text) in old.enumerated()
      where number >= texts.count || !text.hasSamePieces(as: texts[number]) {
        pieces.remove(text, number, of: body)
      }
      for (number, text) in texts.enumerated()
      where number >= old.count || !text.hasSamePieces(as: old[number]) {
        pieces.add(text, number, of: body)
      }
    }
  }

  // MARK: what a body is found by

  private static func texts(of bodies: [BodyID], _ db: any Connection) throws
    -> [BodyID: [BodyText]]
  {
    var found: [BodyID: [BodyText]] = [:]
    var regions: [BodyID: Int] = [:]
    func add(
      _ body: BodyID, _ kind: BodyTextKind, _ text: String, since: Int64, until: Int64? = nil
    ) {
      let isKnown = found[body]?.contains { $0.kind == kind && $0.text == text } ?? false
      let isNow = kind == .former && found[body]?.first?.text == text
      guard !text.isEmpty, !isKnown, !isNow else { return }
      found[body, default: []].append(
        BodyText(kind: kind, text: text, region: regions[body] ?? 0, since: since, until: until))
    }
    try db.forEachRow(
      """
      SELECT id, name, uscc, certificate_number, address, legal_representative, contact, region,
        since
      FROM bodies WHERE \(.among("id", bodies)) ORDER BY id LIMIT 1000
      """
    ) { row in
      let id: BodyID = try row.get("id")
      let since: Int64 = try row.get("since")
      regions[id] = Int(try row.get("region", as: String.self)) ?? 0
      add(id, .name, try row.get("name"), since: since)
      add(id, .uscc, try row.get("uscc"), since: since)
      add(id, .certificate, try row.get("certificate_number"), since: since)
      add(id, .address, try row.get("address"), since: since)
      add(id, .person, personName(try row.get("legal_representative")), since: since)
      add(id, .person, personName(try row.get("contact")), since: since)
    }
    for (kind, sql) in otherTexts(of: bodies) {
      try db.forEachRow(sql) { row in
        let text: String = try row.get("text")
        add(
          try row.get("body"), kind, kind == .person ? personName(text) : text,
          since: try row.get("since"), until: try row.get("until"))
      }
    }
    // Better kinds first: a body is shown by the first of its texts that matches.
    return found.mapValues { texts in
      BodyTextKind.allCases.flatMap { kind in texts.filter { $0.kind == kind } }
    }
  }

  private static func otherTexts(of bodies: [BodyID]) -> [(BodyTextKind, SQL)] {
    [
      (
        .former,
        """
        SELECT body, name AS text, min(since) AS since, max(until) AS until FROM body_versions
        WHERE \(.among("body", bodies)) GROUP BY body, name
        ORDER BY body, max(until) DESC LIMIT 100000
        """
      ),
      (
        .certificate,
        """
        SELECT body, number AS text, since, until FROM certificates
        WHERE \(.among("body", bodies)) ORDER BY body, id LIMIT 100000
        """
      ),
      (
        .address,
        """
        SELECT body, address AS text, since, until FROM sites
        WHERE \(.among("body", bodies)) AND until IS NULL ORDER BY body, id LIMIT 100000
        """
      ),
      (
        .person,
        """
        SELECT body, name AS text, since, until FROM body_persons
        WHERE \(.among("body", bodies)) AND until IS NULL ORDER BY body, id LIMIT 1000000
        """
      ),
    ]
  }

  /// The name alone: a telephone number beside it is not searched and not shown.
  private static func personName(_ text: String) -> String {
    var name = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !("0"..."9").contains(scalar) && scalar != "+" {
      name.append(scalar)
    }
    return String(name).trimmed
  }
}

extension BodyText {
  /// Whether the index holds the same for both at one place.
  fileprivate func hasSamePieces(as other: BodyText) -> Bool {
    kind == other.kind && text == other.text && region == other.region
  }
}

/// Pieces of texts on their way into the index and out of it.
private struct Pieces {
  /// So many are gathered before they are written.
  static let most = 2_000_000

  private struct Piece: Comparable {
    let gram: Int
    let rank: Int32
    let body: Int32
    let number: Int32
    let region: Int32

    static func < (a: Piece, b: Piece) -> Bool {
      (a.gram, a.rank, a.body, a.number) < (b.gram, b.rank, b.body, b.number)
    }

    var key: [Value] { [gram.stored, Int(rank).stored, Int(body).stored, Int(number).stored] }
  }

  private var gone: [Piece] = []
  private var new: [Piece] = []
  private var texts: RowWriter

  init() throws {
    texts = try RowWriter(
      into: "body_texts", "body number kind text folded region since until")
  }

  var count: Int { gone.count + new.count }

  mutating func store(
    _ text: BodyText, _ number: Int, of body: BodyID, _ db: any Connection
  ) throws {
    try texts.add(
      [
        body.stored, number.stored, text.kind.stored, text.text.stored,
        FoldedText(text.text).text.stored, text.region.stored, text.since.stored,
        text.until.stored,
      ], db)
  }

  mutating func remove(_ text: BodyText, _ number: Int, of body: BodyID) {
    gone += pieces(text, number, body)
  }

  mutating func add(_ text: BodyText, _ number: Int, of body: BodyID) {
    new += pieces(text, number, body)
  }

  private func pieces(_ text: BodyText, _ number: Int, _ body: BodyID) -> [Piece] {
    text.grams.map { gram in
      Piece(
        gram: gram.gram, rank: Int32(gram.rank), body: Int32(body.number), number: Int32(number),
        region: Int32(text.region))
    }
  }

  /// Writes in the order of the table, so that neighbours are written together.
  mutating func write(_ db: any Connection) throws {
    try texts.finish(db)
    gone.sort()
    var start = 0
    // In statements of few lengths, so that both engines prepare few.
    while start < gone.count {
      var size = 128
      while size > gone.count - start { size /= 2 }
      try db.execute(
        "DELETE FROM body_grams WHERE (gram, rank, body, number) IN (VALUES "
          + SQL.rows(width: 4, gone[start..<(start + size)].flatMap(\.key)) + ")")
      start += size
    }
    new.sort()
    var writer = try RowWriter(into: "body_grams", "gram rank body number region")
    for piece in new { try writer.add(piece.key + [Int(piece.region).stored], db) }
    try writer.finish(db)
    gone = []
    new = []
  }
}
