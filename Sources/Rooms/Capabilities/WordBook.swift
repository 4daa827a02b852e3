internal import Kernel
package import Storage
internal import Supervision

/// The numbers of words and standards, looked up and made in batches.
///
/// Lives for one command: what it makes is stored with it.
package final class WordBook {
  private var terms: [TermKind: [String: Int]] = [:]
  private var standards: [String: (id: Int, hasTitle: Bool)] = [:]
  /// So many words are remembered before it begins anew.
  private static let most = 200_000
  private var count = 0

  package init() {}

  /// Makes sure that every word of these capabilities has a number.
  package func learn(_ drafts: some Sequence<CapabilityDraft>, _ db: any Connection) throws {
    if count > Self.most {
      terms = [:]
      standards = [:]
      count = 0
    }
    var wanted: [TermKind: Set<String>] = [:]
    var codes: [String: String] = [:]
    for draft in drafts {
      for (kind, text) in draft.words where !text.isEmpty && terms[kind]?[text] == nil {
        wanted[kind, default: []].insert(text)
      }
      let known = standards[draft.standard]
      if known == nil || known?.hasTitle == false && !draft.standardTitle.isEmpty {
        if codes[draft.standard]?.isEmpty ?? true { codes[draft.standard] = draft.standardTitle }
      }
    }
    for kind in TermKind.allCases {
      if let names = wanted[kind] { try learn(kind, names.sorted(), db) }
    }
    try learn(codes, db)
  }

  func id(_ kind: TermKind, _ text: String) -> Int {
    text.isEmpty ? 0 : terms[kind]?[text] ?? 0
  }

  func standard(_ code: String) -> Int { standards[code]?.id ?? 0 }

  /// A learned capability in numbers, without its body and number.
  package func stored(_ draft: CapabilityDraft) -> StoredCapability {
    StoredCapability(
      body: BodyID(0), number: 0, site: draft.site, certificate: draft.certificate,
      category: id(.category, draft.category), parameter: id(.parameter, draft.parameter),
      standard: standard(draft.standard), clause: id(.clause, draft.clause),
      method: id(.method, draft.method), limits: id(.limits, draft.limits),
      validFrom: draft.validFrom?.iso ?? "", validUntil: draft.validUntil?.iso ?? "")
  }

  // MARK: terms

  private func learn(_ kind: TermKind, _ names: [String], _ db: any Connection) throws {
    try load(kind, names, db)
    let missing = names.filter { terms[kind]?[$0] == nil }
    guard !missing.isEmpty else { return }
    var writer = try RowWriter(into: "terms", "kind name")
    for name in missing { try writer.add([kind.stored, name.stored], db) }
    try writer.finish(db)
    try load(kind, missing, db)
    guard kind == .parameter else { return }
    var grams: [(Int, Int, Int)] = []
    for name in missing {
      let id = id(kind, name)
      grams += DictionarySearch.grams(ofTerm: name).map { ($0.gram, $0.rank, id) }
    }
    try DictionarySearch.write(grams, "term_grams", "term", db)
  }

  private func load(_ kind: TermKind, _ names: [String], _ db: any Connection) throws {
    for part in names.batches {
      try db.forEachRow(
        """
        SELECT name, id FROM terms WHERE kind = \(kind) AND \(.among("name", part))
        ORDER BY name LIMIT 500
        """
      ) { row in
        terms[kind, default: [:]][try row.get("name")] = try row.get("id")
        count += 1
      }
    }
  }

  // MARK: standards

  private func learn(_ wanted: [String: String], _ db: any Connection) throws {
    let codes = wanted.keys.sorted()
    try load(codes, db)
    var writer = try RowWriter(into: "standards", "code title")
    var changed: [String] = []
    var titled: Set<String> = []
    for code in codes {
      let title = wanted[code] ?? ""
      if let known = standards[code] {
        guard !known.hasTitle, !title.isEmpty else { continue }
        try db.execute("UPDATE standards SET title = \(title) WHERE id = \(known.id)")
        titled.insert(code)
      } else {
        try writer.add([code.stored, title.stored], db)
      }
      changed.append(code)
    }
    try writer.finish(db)
    try load(changed, db)
    var grams: [(Int, Int, Int)] = []
    for code in changed {
      let id = standard(code)
      // Of a standard that only gets its title, the pieces of its code are there already.
      let known =
        titled.contains(code)
        ? Set(DictionarySearch.grams(ofStandard: code, title: "").map(\.gram)) : []
      grams += DictionarySearch.grams(ofStandard: code, title: wanted[code] ?? "")
        .filter { !known.contains($0.gram) }.map { ($0.gram, $0.rank, id) }
    }
    try DictionarySearch.write(grams, "standard_grams", "standard", db)
  }

  private func load(_ codes: [String], _ db: any Connection) throws {
    for part in codes.batches {
      try db.forEachRow(
        "SELECT code, id, title FROM standards WHERE " + .among("code", part)
          + " ORDER BY code LIMIT 500"
      ) { row in
        let title: String = try row.get("title")
        standards[try row.get("code")] = (try row.get("id"), !title.isEmpty)
        count += 1
      }
    }
  }
}

extension CapabilityDraft {
  /// Every word with its kind.
  var words: [(TermKind, String)] {
    [
      (.category, category), (.parameter, parameter), (.clause, clause), (.method, method),
      (.limits, limits),
    ]
  }
}

extension [String] {
  /// In pieces that fit one statement; of few sizes, so that both engines prepare few. A short
  /// piece is filled up with its last element.
  fileprivate var batches: [[String]] {
    var batches: [[String]] = []
    for start in stride(from: 0, to: count, by: 256) {
      var batch = Array(self[start..<Swift.min(start + 256, count)])
      var size = 1
      while size < batch.count { size *= 4 }
      if let last = batch.last {
        batch += [String](repeating: last, count: Swift.min(size, 256) - batch.count)
      }
      batches.append(batch)
    }
    return batches
  }
}
