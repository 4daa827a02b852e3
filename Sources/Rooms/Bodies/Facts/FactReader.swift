internal import Kernel
internal import Storage
internal import Supervision

/// Reads what people write about a fact, in a form or a file.
struct FactReader {
  let cells: CellReader
  let codes: RegistryCodes
  /// Current sites of the body by name.
  let sites: [String: Int]
  let today: CalendarDay
  /// Other bodies that may be named, by credit code.
  let bodies: [String: BodyID]

  /// The sites of the body and everything else a form needs.
  /// - Parameter others: credit codes of other bodies that the form may name.
  static func load(
    for body: BodyID, naming others: [String] = [], _ actor: Actor, on today: CalendarDay,
    _ db: any Connection
  ) throws -> FactReader {
    FactReader(
      cells: try CellReader.load(for: actor, db), codes: try Reference.registryCodes(db),
      sites: try sites(of: [body], db)[body] ?? [:], today: today,
      bodies: try Bodies.bodyIDs(others.filter { !$0.isEmpty }, db))
  }

  /// The sites that these bodies have now, by name.
  static func sites(
    of bodies: [BodyID], _ db: any Connection
  ) throws -> [BodyID: [String: Int]] {
    var sites: [BodyID: [String: Int]] = [:]
    for start in stride(from: 0, to: bodies.count, by: 500) {
      let part = Array(bodies[start..<min(start + 500, bodies.count)])
      try db.forEachRow(
        "SELECT body, id, name FROM sites WHERE " + .among("body", part)
          + " AND until IS NULL ORDER BY body, id LIMIT 100000"
      ) { sites[try $0.get("body"), default: [:]][try $0.get("name")] = try $0.get("id") }
    }
    return sites
  }

  /// What a form says, or what is wrong by field.
  ///
  /// - Parameter known: what was registered before; a masked number that comes back as it was shown
  ///   stands for the known one.
  func draft(
    _ kind: FactKind, _ given: [String: String], fields: [String], over known: Fact?
  ) -> (draft: FactDraft?, problems: [String: String]) {
    var problems: [String: String] = [:]
    var values: [Value] = []
    for (place, column) in kind.columns.enumerated() {
      let old = known?.values[place] ?? .null
      do throws(CellFault) {
        values.append(try read(given[column.key] ?? "", column, old))
      } catch {
        problems[column.key] = error.reason + error.suggestion
        values.append(.null)
      }
    }
    if let number = Self.numberFault(kind, given, today) { problems["number"] = number }
    problems.merge(Self.orderFaults(kind, values)) { first, _ in first }
    var codes: [String] = []
    if kind.hasFields {
      do throws(CellFault) {
        codes = try cells.fields(fields.joined(separator: "、"))
      } catch {
        problems["field"] = error.reason + error.suggestion
      }
    }
    guard problems.isEmpty else { return (nil, problems) }
    return (FactDraft(values: values, fields: codes), [:])
  }

  /// - Parameter old: what is registered; a masked number and a kind out of force stand for it.
  func read(
    _ text: String, _ column: FactColumn, _ old: Value
  ) throws(CellFault) -> Value {
    if column.isFixed, old != .null { return old }
    let trimmed = CellReader.trimmed(text)
    if trimmed.isEmpty {
      if column.isRequired { throw CellFault("没有填写\(column.caption)。", "请补上。") }
      return Self.empty(column)
    }
    switch column.content {
    case .text(let limit): return .text(try cells.text(text, column.caption, limit: limit))
    case .long(let limit): return .text(try Self.long(text, column.caption, limit))
    case .day: return try cells.day(text, column.caption).stored
    case .code(let kind): return try code(trimmed, column, kind, old)
    case .word(let words):
      return .text(
        try cells.word(
          trimmed, column.caption, words.map { (words: [$0.label, $0.code], value: $0.code) }))
    case .money:
      guard let fen = Money.fen(normalized(trimmed)) else {
        throw CellFault("\(column.caption)“\(trimmed)”不是金额。", "请写成300或300.50这样，单位为元。")
      }
      return .integer(fen)
    case .region: return .text(try cells.region(text))
    case .site:
      guard let site = sites[trimmed] else {
        let known = sites.keys.sorted().joined(separator: "、")
        throw CellFault("没有名为“\(trimmed)”的场所。", "已登记的场所：\(known)。")
      }
      return .integer(Int64(site))
    case .body:
      let uscc = try cells.uscc(trimmed)
      guard let id = bodies[uscc] else {
        throw CellFault("名录库里没有信用代码为\(uscc)的机构。", "请先登记前身机构。")
      }
      return id.stored
    case .phone, .identity: return try personal(trimmed, column, old)
    }
  }

  static func empty(_ column: FactColumn) -> Value {
    switch column.content {
    case .day, .money, .site, .body: .null
    default: .text("")
    }
  }

  private func code(
    _ text: String, _ column: FactColumn, _ kind: RegistryCodeKind, _ old: Value
  ) throws(CellFault) -> Value {
    // What stands there may have gone out of force since, and may stay.
    if case .text(let code) = old, code == text || codes.name(kind, code) == text { return old }
    let choices = codes.choices(kind, on: today)
    return .text(
      try cells.word(
        text, column.caption, choices.map { (words: [$0.label, $0.value], value: $0.value) }))
  }

  private func personal(
    _ text: String, _ column: FactColumn, _ old: Value
  ) throws(CellFault) -> Value {
    if case .text(let known) = old, !known.isEmpty, text == column.masked(known) { return old }
    guard !text.contains("*") else {
      throw CellFault("\(column.caption)里有星号。", "请填写完整号码；保持原样则不改动。")
    }
    if case .identity = column.content {
      return .text(try cells.code(text.uppercased(), column.caption))
    }
    let isPhone = text.utf8.allSatisfy {
      (48...57).contains($0) || [0x20, 0x2B, 0x2D].contains($0)
    }
    guard isPhone, (7...20).contains(text.count) else {
      throw CellFault("\(column.caption)“\(text)”不是电话号码。", "请只填数字，可带区号和短横。")
    }
    return .text(text)
  }

  /// Several lines are fine, other control characters are not.
  private static func long(
    _ text: String, _ caption: String, _ limit: Int
  ) throws(CellFault) -> String {
    let clean = text.replacingLineEnds
    if clean.unicodeScalars.contains(where: {
      $0 != "\n" && ["Cc", "Cf"].contains($0.category)
    }) {
      throw CellFault("\(caption)含有看不见的字符。", "请手工重新输入。")
    }
    let trimmed = CellReader.trimmed(clean)
    guard trimmed.count <= limit else {
      throw CellFault("\(caption)有\(trimmed.count)个字，最多\(limit)个。", "请缩短。")
    }
    return trimmed
  }

  private func normalized(_ text: String) -> String {
    String(text.filter { $0 != "," && $0 != "¥" && $0 != "元" })
  }

  /// What cannot be the number of a certificate; what is only doubtful is warned of.
  static func numberFault(
    _ kind: FactKind, _ given: [String: String], _ today: CalendarDay
  ) -> String? {
    guard kind.code == FactKind.certificates.code, let number = given["number"],
      [Certificates.mainKind, "资质认定证书", "检验检测机构资质认定证书"].contains(given["kind"] ?? ""),
      case .malformed(let reason) = CertificateNumber.check(number, currentYear: today.year)
    else { return nil }
    return reason
  }

  private static let periods = [
    ("valid_from", "valid_until"), ("issued_on", "valid_until"),
    ("calibrated_on", "calibrated_until"), ("declared_on", "valid_until"),
  ]

  /// A period that ends before it begins.
  static func orderFaults(_ kind: FactKind, _ values: [Value]) -> [String: String] {
    var faults: [String: String] = [:]
    for (from, until) in periods {
      guard let first = kind.place(from), let last = kind.place(until),
        case .text(let begin) = values[first], case .text(let end) = values[last], end < begin
      else { continue }
      faults[until] = "\(kind.columns[last].caption)早于\(kind.columns[first].caption)，请核对。"
    }
    return faults
  }
}

extension String {
  /// CRLF and CR, as browsers send them, as LF.
  fileprivate var replacingLineEnds: String {
    var result = ""
    for character in self { result.append(character.isNewline ? "\n" : character) }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var category: String {
    switch properties.generalCategory {
    case .control: "Cc"
    case .format: "Cf"
    default: ""
    }
  }
}
