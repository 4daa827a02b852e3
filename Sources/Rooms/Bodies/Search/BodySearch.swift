package import Kernel
package import Storage
internal import Supervision

/// Finds bodies by any two or more characters of what they are called or known by.
///
/// An index of our own, the same on both engines: `body_grams` holds every two neighbouring
/// characters of every text of a body (four of a code) in the order in which results are shown.
/// Where some piece of what was typed is rare, the texts holding it are read and compared; where all
/// are frequent, the texts holding the first are walked in order until a page is full.
package enum BodySearch {
  /// A word needs so many characters.
  static let minimum = 2
  /// A piece in fewer texts than this is rare: all of them are read.
  static let rare = 4000
  /// The same for a word that is one piece.
  static let rareWhole = 300
  /// So many candidates are looked at to count what is frequent.
  static let countedCandidates = 8000
  static let pageSize = 30
  static let countLimit = 1000

  /// A body with the text it was found by.
  package struct Hit: Sendable {
    package let body: BodyID
    package let kind: BodyTextKind
    package let text: String
    package let since: Int64
    package let until: Int64?
    let place: Place
  }

  /// Where a hit stands in the order, for the next page.
  package struct Place: Sendable, Equatable, Comparable {
    let rank: Int
    package let body: Int
    let number: Int

    package init(rank: Int, body: Int, number: Int) {
      self.rank = rank
      self.body = body
      self.number = number
    }

    package init?(_ text: String?) {
      let parts = (text ?? "").split(separator: ".").compactMap { Int($0) }
      guard parts.count == 3 else { return nil }
      self.init(rank: parts[0], body: parts[1], number: parts[2])
    }

    package var text: String { "\(rank).\(body).\(number)" }

    package static func < (a: Place, b: Place) -> Bool {
      (a.rank, a.body, a.number) < (b.rank, b.body, b.number)
    }
  }

  package struct Found: Sendable {
    package let hits: [Hit]
    package let count: BoundedCount
    /// The end of this page, where there is another one.
    package let next: Place?
  }

  /// What may be searched.
  package struct Reach: Sendable {
    package let scope: RegionScope
    /// Persons are found by officials only.
    package let isPublic: Bool

    package init(scope: RegionScope, isPublic: Bool) {
      self.scope = scope
      self.isPublic = isPublic
    }

    fileprivate var conditions: [SQL] {
      var conditions: [SQL] = []
      if let low = Int(scope.low), let high = Int(scope.high), (low, high) != (0, 999_999) {
        conditions.append("g.region BETWEEN \(low) AND \(high)")
      }
      if isPublic { conditions.append("g.rank < \(BodyTextKind.publicRanks)") }
      return conditions
    }
  }

  /// Bodies for every word of `words`, best first.
  ///
  /// - Parameters:
  ///   - after: the end of the page before.
  ///   - rare: a piece in fewer texts than this is rare.
  package static func find(
    _ words: SearchWords, in reach: Reach, after: Place? = nil, rare: Int = rare,
    _ db: any Connection
  ) throws -> Found {
    guard let drive = try drive(words, rare, db) else {
      return Found(hits: [], count: .exactly(0), next: nil)
    }
    return drive.isRare
      ? try findAmongAll(words, drive, reach, after: after, db)
      : try walk(words, drive, reach, after: after, db)
  }

  /// The word and the piece of it by which the texts are reached.
  struct Drive {
    let word: [Unicode.Scalar]
    let gram: Int
    let isRare: Bool
    /// The piece is the word, so that texts need not be compared.
    let isWhole: Bool
  }

  /// - Returns: nil when no word is long enough or one has a piece that stands nowhere.
  static func drive(
    _ words: SearchWords, _ rare: Int, _ db: any Connection
  ) throws -> Drive? {
    var best: (drive: Drive, count: Int)?
    for word in words.words {
      let codes = Gram.codes(of: word)
      let pairs = Gram.pairs(of: word)
      // A code is looked up by its pieces; the same letters in a name by their pairs.
      for places in codes.isEmpty ? [pairs] : [codes, pairs] {
        var rarest: (gram: Int, count: Int)?
        for gram in places.sorted(by: { $0.value < $1.value }).map(\.key) {
          let count = try db.count(
            """
            SELECT count(*) AS value FROM
              (SELECT 1 FROM body_grams g WHERE g.gram = \(gram) LIMIT \(rare)) t
            """)
          if count < rarest?.count ?? .max { rarest = (gram, count) }
          if count < 30 { break }
        }
        guard let rarest, rarest.count > 0 else { continue }
        // A word of two characters is a piece itself, and its texts stand in order already.
        let isRare = rarest.count < (word.count == 2 ? min(rare, rareWhole) : rare)
        let first = places.min { $0.value < $1.value }?.key ?? rarest.gram
        let drive = Drive(
          word: word, gram: isRare ? rarest.gram : first, isRare: isRare, isWhole: word.count == 2)
        if rarest.count < best?.count ?? .max { best = (drive, rarest.count) }
        break
      }
    }
    return best?.drive
  }

  /// Every text with the rare piece, compared and put in order here.
  private static func findAmongAll(
    _ words: SearchWords, _ drive: Drive, _ reach: Reach, after: Place?, _ db: any Connection
  ) throws -> Found {
    var best: [BodyID: Hit] = [:]
    let conditions: [SQL] =
      ["g.gram = \(drive.gram)"] + reach.conditions + textConditions(words, drive)
    try db.forEachRow(
      hitColumns + SQL.conditions(conditions)
        + " ORDER BY g.rank, g.body, g.number LIMIT \(rare)"
    ) { row in
      let rank = try rank(row, drive.word)
      if let known = best[try row.get("body")], known.place.rank < rank { return }
      let hit = try hit(row, rank: rank)
      if let known = best[hit.body], known.place < hit.place { return }
      best[hit.body] = hit
    }
    let all = best.values.sorted { $0.place < $1.place }
    let rest = after.map { after in Array(all.drop { $0.place <= after }) } ?? all
    return Found(
      hits: Array(rest.prefix(pageSize)), count: .exactly(all.count),
      next: rest.count > pageSize ? rest[pageSize - 1].place : nil)
  }

  /// Texts in their order until the page is full. A body is shown by its best text only.
  private static func walk(
    _ words: SearchWords, _ drive: Drive, _ reach: Reach, after: Place?, _ db: any Connection
  ) throws -> Found {
    let start: [SQL] = ["g.gram = \(drive.gram)"] + reach.conditions
    let fitting =
      textConditions(words, drive) + [
        """
        NOT EXISTS (SELECT 1 FROM body_texts o WHERE o.body = g.body AND o.number < g.number
          AND \(.contains("o.folded", SearchWords.string(drive.word))))
        """
      ]
    let rest: [SQL] =
      after.map { ["(g.rank, g.body, g.number) > (\($0.rank), \($0.body), \($0.number))"] } ?? []
    var hits: [Hit] = try db.map(
      hitColumns + SQL.conditions(start + fitting + rest)
        + " ORDER BY g.rank, g.body, g.number LIMIT \(pageSize + 1)"
    ) { row in try hit(row, rank: try row.get("rank")) }
    let hasMore = hits.count > pageSize
    if hasMore { hits.removeLast() }
    let count =
      hasMore || after != nil
      ? try count(start, fitting, isWhole: fitting.count == 1, db) : .exactly(hits.count)
    return Found(hits: hits, count: count, next: hasMore ? hits.last?.place : nil)
  }

  /// How many a walk would find, counted to a thousand among the first candidates.
  ///
  /// - Parameter isWhole: the texts need not be compared.
  private static func count(
    _ start: [SQL], _ fitting: [SQL], isWhole: Bool, _ db: any Connection
  ) throws -> BoundedCount {
    let candidates: SQL =
      "(SELECT g.body, g.number FROM body_grams g" + SQL.conditions(start)
      + " ORDER BY g.rank, g.body, g.number LIMIT \(countedCandidates)) g"
    let texts: SQL =
      isWhole ? .empty : " JOIN body_texts t ON t.body = g.body AND t.number = g.number"
    let found = try db.count(
      "SELECT count(*) AS value FROM (SELECT 1 FROM " + candidates + texts
        + SQL.conditions(fitting) + " LIMIT \(countLimit + 1)) t")
    guard found <= countLimit else { return .moreThan(countLimit) }
    let looked = try db.count("SELECT count(*) AS value FROM " + candidates)
    return looked == countedCandidates ? .moreThan(found) : .exactly(found)
  }

  private static let hitColumns: SQL = """
    SELECT g.rank, g.body, g.number, t.kind, t.text, t.folded, t.since, t.until
    FROM body_grams g JOIN body_texts t ON t.body = g.body AND t.number = g.number
    """

  /// The word stands in the text, and every other word in some text of the same body.
  private static func textConditions(_ words: SearchWords, _ drive: Drive) -> [SQL] {
    var conditions: [SQL] = []
    if !drive.isWhole { conditions.append(.contains("t.folded", SearchWords.string(drive.word))) }
    for word in words.words where word != drive.word {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM body_texts o WHERE o.body = g.body
          AND \(.contains("o.folded", SearchWords.string(word))))
        """)
    }
    return conditions
  }

  private static func hit(_ row: Row, rank: Int) throws -> Hit {
    let body: BodyID = try row.get("body")
    return Hit(
      body: body, kind: try row.get("kind"), text: try row.get("text"),
      since: try row.get("since"), until: try row.get("until"),
      place: Place(rank: rank, body: body.number, number: try row.get("number")))
  }

  /// Where a text stands by where the word stands in it.
  private static func rank(_ row: Row, _ word: [Unicode.Scalar]) throws -> Int {
    let kind: BodyTextKind = try row.get("kind")
    let folded: String = try row.get("folded")
    let scalars = folded.unicodeScalars
    return kind.rank(isPrefix: scalars.starts(with: word), length: scalars.count)
  }
}
