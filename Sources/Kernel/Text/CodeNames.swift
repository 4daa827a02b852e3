package import Storage
package import Supervision

extension CalendarDay: Storable, Loadable {
  package var stored: Value { .text(iso) }
  package static func load(_ value: Value) -> CalendarDay? {
    if case .text(let text) = value { CalendarDay(iso: text) } else { nil }
  }
}

/// Names behind codes, in the order in which lists show them.
package struct CodeNames: Sendable {
  package let entries: [(code: String, name: String)]
  private let names: [String: String]
  private let places: [String: Int]

  package init(_ entries: [(code: String, name: String)]) {
    self.entries = entries
    names = Dictionary(entries.map { ($0.code, $0.name) }) { first, _ in first }
    places = Dictionary(entries.enumerated().map { ($1.code, $0) }) { first, _ in first }
  }

  /// The name, or the code itself where nothing is known of it.
  package subscript(code: String) -> String { names[code] ?? code }

  package func contains(_ code: String) -> Bool { names[code] != nil }

  /// In the order of the table.
  func sorted(_ codes: [String]) -> [String] {
    codes.sorted { (places[$0] ?? .max, $0) < (places[$1] ?? .max, $1) }
  }

  package func joined(_ codes: [String]) -> String {
    codes.count == 1 ? self[codes[0]] : sorted(codes).map { self[$0] }.joined(separator: "、")
  }

  /// For a choice that may be left open.
  package func choices(all: String) -> [(value: String, label: String)] {
    [(value: "", label: all)] + entries.map { (value: $0.code, label: $0.name) }
  }
}

extension RegionScope {
  /// What is in both.
  package func narrowed(to region: String) -> RegionScope {
    guard !region.isEmpty else { return self }
    let other = RegionScope(region: region)
    return RegionScope(low: max(low, other.low), high: min(high, other.high))
  }

  /// Like `condition`, as an equality where the range is one region, so that an index also gives
  /// the order of what follows.
  package func exactCondition(_ column: SQL) -> SQL {
    low == high ? column + " = \(low)" : condition(column)
  }
}

extension SQL {
  /// `(column LIKE …)` for text that stands anywhere in a column; wildcards in it are plain text.
  package static func contains(_ column: SQL, _ text: String) -> SQL {
    var pattern = "%"
    for character in text {
      if character == "%" || character == "_" || character == "!" { pattern.append("!") }
      pattern.append(character)
    }
    pattern += "%"
    return column + " LIKE \(pattern) ESCAPE '!'"
  }

  /// `column IN ($1, $2 …)`; of nothing, a condition that holds for no row.
  package static func among(_ column: SQL, _ values: [some Storable]) -> SQL {
    guard !values.isEmpty else { return "1 = 0" }
    return column + " IN (" + joined(values.map { "\($0)" }, by: ", ") + ")"
  }
}

/// What is looked for in a list: trimmed, at most 60 characters.
package func searchText(_ text: String?) -> String {
  let words = (text ?? "").split(whereSeparator: \.isWhitespace)
  return String(words.joined(separator: " ").prefix(60))
}
