package import Kernel
package import Storage

/// Finds parameters and standards by what somebody calls them.
package enum DictionarySearch {
  /// A parameter by name.
  package struct Term: Sendable, Equatable {
    package let id: Int
    package let name: String
    package let isExact: Bool
  }

  package struct Standard: Sendable, Equatable {
    package let id: Int
    package let code: String
    package let title: String
    package let isExact: Bool
  }

  /// So many candidates are compared, so many are given.
  private static let candidates = 1500
  static let limit = 24

  // MARK: what is found

  /// Parameters whose name holds every word, the nearest first.
  package static func parameters(_ words: SearchWords, _ db: any Connection) throws -> [Term] {
    guard let gram = try rarest(words, usingOnes: true, "term_grams", db) else { return [] }
    let whole = FoldedText(words.text).scalars
    var found: [Ranked<Term>] = []
    try db.forEachRow(
      """
      SELECT t.id, t.name FROM term_grams g JOIN terms t ON t.id = g.term
      WHERE g.gram = \(gram) ORDER BY g.rank, g.term LIMIT \(candidates)
      """
    ) { row in
      let name: String = try row.get("name")
      let folded = FoldedText(name)
      guard words.words.allSatisfy({ folded.firstPlace(of: $0) != nil }) else { return }
      let isExact = folded.scalars == whole
      let term = Term(id: try row.get("id"), name: name, isExact: isExact)
      found.append(Ranked(term, name, folded, isExact, words))
    }
    return nearest(found)
  }

  /// Standards whose code or title holds every word, the nearest first.
  package static func standards(_ words: SearchWords, _ db: any Connection) throws -> [Standard] {
    guard let gram = try rarest(words, usingOnes: false, "standard_grams", db) else { return [] }
    let whole = FoldedText(words.text).scalars
    var found: [Ranked<Standard>] = []
    try db.forEachRow(
      """
      SELECT s.id, s.code, s.title FROM standard_grams g JOIN standards s ON s.id = g.standard
      WHERE g.gram = \(gram) ORDER BY g.rank, g.standard LIMIT \(candidates)
      """
    ) { row in
      let code: String = try row.get("code")
      let title: String = try row.get("title")
      let folded = FoldedText(code)
      let both = FoldedText(code + "\n" + title)
      guard
        words.words.allSatisfy({ both.firstPlace(of: $0) != nil })
          || folded.firstPlace(of: whole) != nil
      else { return }
      let isExact =
        folded.scalars == whole || StandardCode.withoutYear(folded.scalars).elementsEqual(whole)
      let standard = Standard(id: try row.get("id"), code: code, title: title, isExact: isExact)
      found.append(Ranked(standard, code, folded, isExact, words))
    }
    return nearest(found)
  }

  /// Exact ones first, then those that begin with the first word, then the shorter.
  private struct Ranked<T> {
    let item: T
    let text: String
    let rank: Int

    init(_ item: T, _ text: String, _ folded: FoldedText, _ isExact: Bool, _ words: SearchWords) {
      self.item = item
      self.text = text
      let place = words.words.first.flatMap { folded.firstPlace(of: $0) }
      let tier = isExact ? 0 : place == 0 ? 1 : place != nil ? 2 : 3
      rank = tier << 12 | min(folded.scalars.count, 4095)
    }
  }

  private static func nearest<T>(_ found: [Ranked<T>]) -> [T] {
    found.sorted { ($0.rank, $0.text) < ($1.rank, $1.text) }.prefix(limit).map(\.item)
  }

  /// The piece of the words that stands in the fewest names.
  ///
  /// - Returns: nil when some piece stands in none, or no word is long enough.
  private static func rarest(
    _ words: SearchWords, usingOnes: Bool, _ table: GramTable, _ db: any Connection
  ) throws -> Int? {
    var best: (gram: Int, count: Int)?
    for word in words.words {
      var places = Gram.pairs(of: word)
      if places.isEmpty, usingOnes { places = Gram.ones(of: word) }
      for gram in places.sorted(by: { $0.value < $1.value }).map(\.key) {
        let count = try db.count(
          "SELECT count(*) AS value FROM (SELECT 1 FROM " + table.name
            + " g WHERE g.gram = \(gram) LIMIT 1000) t")
        if count < best?.count ?? .max { best = (gram, count) }
        if count < 20 { break }
      }
    }
    return best?.gram
  }

  /// A table of pieces, by name in the source.
  struct GramTable: ExpressibleByStringLiteral {
    package let name: SQL
    init(stringLiteral text: StaticString) { name = SQL(stringLiteral: text) }
  }

  // MARK: what is kept

  /// Single characters too: 铅 and 汞 are parameters.
  static func grams(ofTerm name: String) -> [(gram: Int, rank: Int)] {
    let folded = FoldedText(name).scalars
    let places = Gram.ones(of: folded).merging(Gram.pairs(of: folded)) { first, _ in first }
    return places.map { ($0.key, rank(isPrefix: $0.value == 0, folded.count)) }
  }

  static func grams(ofStandard code: String, title: String) -> [(gram: Int, rank: Int)] {
    let folded = FoldedText(code).scalars
    var places = Gram.pairs(of: folded)
    for (gram, place) in Gram.pairs(of: FoldedText(title).scalars) where places[gram] == nil {
      places[gram] = place + folded.count
    }
    return places.map { ($0.key, rank(isPrefix: $0.value == 0, folded.count)) }
  }

  private static func rank(isPrefix: Bool, _ length: Int) -> Int {
    (isPrefix ? 0 : 1) << 12 | min(length, 4095)
  }

  /// - Parameter column: what the pieces lead to.
  static func write(
    _ grams: [(Int, Int, Int)], _ table: String, _ column: String, _ db: any Connection
  ) throws {
    var writer = try RowWriter(into: table, "gram rank " + column)
    for gram in grams.sorted(by: <) {
      try writer.add([gram.0.stored, gram.1.stored, gram.2.stored], db)
    }
    try writer.finish(db)
  }
}
