package import Storage
package import Supervision

/// 一单两库: bodies, inspectors, experts, who must not visit whom, and the files they came from.
package enum Registry {
  static let routes: [Route] =
    bodyRoutes + factRoutes + bodyFileRoutes + Handovers.routes + Dossiers.routes
    + inspectorRoutes + expertRoutes + importRoutes + exportRoutes
    + Items.routes

  /// What a body must be to stand in the pool of a draw.
  package static let expertDepartment = "expert"
}

/// Whether a body works and may be drawn.
package enum BodyStatus: String, StoredWord, CaseIterable, Sendable {
  case active, suspended, ended

  package var label: String {
    switch self {
    case .active: "正常"
    case .suspended: "暂停"
    case .ended: "终止"
    }
  }

  var tint: Tint {
    switch self {
    case .active: .fine
    case .suspended: .warning
    case .ended: .plain
    }
  }
}

/// Whether an inspector or expert may be drawn into a team.
package enum PersonStatus: String, StoredWord, CaseIterable, Sendable {
  case active, leave, ended

  package var label: String {
    switch self {
    case .active: "在岗"
    case .leave: "离岗"
    case .ended: "退出"
    }
  }

  var tint: Tint {
    switch self {
    case .active: .fine
    case .leave: .warning
    case .ended: .plain
    }
  }
}

extension CreditClass: StoredWord {
  /// `B 一般风险`.
  var fullLabel: String { "\(rawValue) \(label)" }

  var tint: Tint {
    switch self {
    case .a: .fine
    case .b: .plain
    case .c: .warning
    case .d: .bad
    }
  }
}

extension CalendarDay: Storable, Loadable {
  package var stored: Value { .text(iso) }
  package static func load(_ value: Value) -> CalendarDay? {
    if case .text(let text) = value { CalendarDay(iso: text) } else { nil }
  }
}

/// Names behind codes, in the order in which lists show them.
struct CodeNames: Sendable {
  let entries: [(code: String, name: String)]
  private let names: [String: String]
  private let places: [String: Int]

  init(_ entries: [(code: String, name: String)]) {
    self.entries = entries
    names = Dictionary(entries.map { ($0.code, $0.name) }) { first, _ in first }
    places = Dictionary(entries.enumerated().map { ($1.code, $0) }) { first, _ in first }
  }

  /// The name, or the code itself where nothing is known of it.
  subscript(code: String) -> String { names[code] ?? code }

  func contains(_ code: String) -> Bool { names[code] != nil }

  /// In the order of the table.
  func sorted(_ codes: [String]) -> [String] {
    codes.sorted { (places[$0] ?? .max, $0) < (places[$1] ?? .max, $1) }
  }

  func joined(_ codes: [String]) -> String {
    codes.count == 1 ? self[codes[0]] : sorted(codes).map { self[$0] }.joined(separator: "、")
  }

  /// For a choice that may be left open.
  func choices(all: String) -> [(value: String, label: String)] {
    [(value: "", label: all)] + entries.map { (value: $0.code, label: $0.name) }
  }
}

extension RegionScope {
  /// What is in both.
  func narrowed(to region: String) -> RegionScope {
    guard !region.isEmpty else { return self }
    let other = RegionScope(region: region)
    return RegionScope(low: max(low, other.low), high: min(high, other.high))
  }

  /// Like `condition`, as an equality where the range is one region, so that an index also gives
  /// the order of what follows.
  func exactCondition(_ column: SQL) -> SQL {
    low == high ? column + " = \(low)" : condition(column)
  }
}

extension SQL {
  /// `(column LIKE …)` for text that stands anywhere in a column; wildcards in it are plain text.
  static func contains(_ column: SQL, _ text: String) -> SQL {
    var pattern = "%"
    for character in text {
      if character == "%" || character == "_" || character == "!" { pattern.append("!") }
      pattern.append(character)
    }
    pattern += "%"
    return column + " LIKE \(pattern) ESCAPE '!'"
  }

  /// `column IN ($1, $2 …)`; of nothing, a condition that holds for no row.
  static func among(_ column: SQL, _ values: [some Storable]) -> SQL {
    guard !values.isEmpty else { return "1 = 0" }
    return column + " IN (" + joined(values.map { "\($0)" }, by: ", ") + ")"
  }
}

/// What is looked for in a list: trimmed, at most 60 characters.
func searchText(_ text: String?) -> String {
  let words = (text ?? "").split(whereSeparator: \.isWhitespace)
  return String(words.joined(separator: " ").prefix(60))
}
