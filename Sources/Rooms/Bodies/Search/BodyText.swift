internal import Kernel
internal import Storage

/// What kind of text a body is found by, best first.
package enum BodyTextKind: String, StoredWord, CaseIterable, Sendable {
  case name, uscc, certificate, former, address, person

  package var label: String {
    switch self {
    case .name: "名称"
    case .uscc: "统一社会信用代码"
    case .certificate: "证书编号"
    case .former: "曾用名"
    case .address: "地址"
    case .person: "人员"
    }
  }

  var isCode: Bool { self == .uscc || self == .certificate }

  /// Where a match stands among all: names, codes and former names that begin with it, then those
  /// that contain it, addresses, and last persons, whom the public does not search.
  func tier(isPrefix: Bool) -> Int {
    switch (self, isPrefix) {
    case (.name, true): 0
    case (.uscc, true), (.certificate, true): 1
    case (.former, true): 2
    case (.name, false): 3
    case (.uscc, false), (.certificate, false): 4
    case (.former, false): 5
    case (.address, true): 6
    case (.address, false): 7
    case (.person, true): 8
    case (.person, false): 9
    }
  }

  /// The order of results: the tier, then the shorter text, which is the nearer one.
  func rank(isPrefix: Bool, length: Int) -> Int {
    tier(isPrefix: isPrefix) << 12 | min(length, 4095)
  }

  /// Ranks below this are for everybody.
  static let publicRanks = 8 << 12
}

/// One text a body is found by.
struct BodyText: Sendable, Equatable, RowDecodable {
  let kind: BodyTextKind
  let text: String
  /// GB/T 2260, as a number.
  let region: Int
  /// Since when it is known, in UTC milliseconds; and until when, for what was.
  let since: Int64
  let until: Int64?

  init(kind: BodyTextKind, text: String, region: Int, since: Int64, until: Int64? = nil) {
    self.kind = kind
    self.text = text
    self.region = region
    self.since = since
    self.until = until
  }

  init(row: Row) throws {
    kind = try row.get("kind")
    text = try row.get("text")
    region = try row.get("region")
    since = try row.get("since")
    until = try row.get("until")
  }

  /// Pieces with the rank each gives.
  var grams: [(gram: Int, rank: Int)] {
    let folded = FoldedText(text).scalars
    let places = kind.isCode ? Gram.codes(of: folded) : Gram.pairs(of: folded)
    return places.map { ($0.key, kind.rank(isPrefix: $0.value == 0, length: folded.count)) }
  }
}
