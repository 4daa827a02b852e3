internal import HTTP
internal import Kernel
internal import Storage
internal import Supervision

/// The form of a row about a person, as typed.
struct PersonFactForm: Sendable {
  let kind: PersonFactKind
  /// The row that is corrected; nil for a new one.
  var replaces: Int?
  var values: [PersonFactKind.Column: String] = [:]
  var reason = ""
  var problems: [PersonFactKind.Column: String] = [:]
  var reasonProblem: String?

  init(_ kind: PersonFactKind) { self.kind = kind }

  init(_ fact: PersonFact) {
    kind = fact.kind
    replaces = fact.id
    for field in kind.fields {
      values[field.column] =
        switch field.column {
        case .what: fact.draft.what
        case .number: fact.draft.number
        case .organisation: fact.draft.organisation
        case .uscc: fact.draft.uscc
        case .note: fact.draft.note
        case .hours: fact.draft.hours.map { String($0) } ?? ""
        case .validFrom: fact.draft.validFrom?.iso ?? ""
        case .validUntil: fact.draft.validUntil?.iso ?? ""
        case .recuseUntil: fact.draft.recuseUntil?.iso ?? ""
        }
    }
  }

  /// - Throws: `Problem.notFound` for a kind that is not kept of this person.
  init(_ form: Fields, of key: PersonKey) throws {
    guard let kind = form["kind"].flatMap(PersonFactKind.init(rawValue:)),
      key.factKinds.contains(kind)
    else { throw Problem.notFound }
    self.kind = kind
    replaces = form["replaces"].flatMap { Int($0) }
    for field in kind.fields { values[field.column] = form[field.column.rawValue] ?? "" }
    reason = form["reason"] ?? ""
  }

  /// Reads the values; what is wrong is noted beside its field.
  mutating func draft(_ reader: CellReader, _ words: PersonFactWords) -> PersonFactDraft? {
    problems = [:]
    var draft = PersonFactDraft()
    for field in kind.fields {
      do throws(CellFault) {
        try PersonFactReader(reader: reader, words: words, kind: kind)
          .read(values[field.column] ?? "", field, into: &draft)
      } catch {
        problems[field.column] = error.reason + error.suggestion
      }
    }
    if problems.isEmpty, let fault = PersonFactReader.periodFault(draft) {
      problems[.validUntil] = fault.reason + fault.suggestion
    }
    do throws(CellFault) {
      reason = try reader.text(reason, "理由")
      reasonProblem = nil
    } catch {
      reasonProblem = error.reason + error.suggestion
    }
    return problems.isEmpty && reasonProblem == nil ? draft : nil
  }
}

/// Reads the cells of a row about a person, of forms and files alike.
struct PersonFactReader {
  let reader: CellReader
  let words: PersonFactWords
  let kind: PersonFactKind

  func read(
    _ cell: String, _ field: PersonFactKind.Field, into draft: inout PersonFactDraft
  ) throws(CellFault) {
    let isEmpty = cell.allSatisfy(\.isWhitespace)
    if isEmpty, field.isRequired {
      throw CellFault("没有填写\(field.label)。", "请补上。")
    }
    if isEmpty { return }
    switch field.column {
    case .what: draft.what = try what(cell, field.label)
    case .number: draft.number = try reader.text(cell, field.label, limit: 60)
    case .organisation: draft.organisation = try reader.text(cell, field.label, limit: 100)
    case .uscc: draft.uscc = try reader.uscc(CellReader.trimmed(cell))
    case .note: draft.note = try reader.text(cell, field.label)
    case .hours: draft.hours = try Self.hours(cell)
    case .validFrom: draft.validFrom = try reader.day(cell, field.label)
    case .validUntil: draft.validUntil = try reader.day(cell, field.label)
    case .recuseUntil: draft.recuseUntil = try reader.day(cell, field.label)
    }
  }

  private func what(_ cell: String, _ label: String) throws(CellFault) -> String {
    guard let table = words.table(kind) else { return try reader.text(cell, label, limit: 100) }
    return try reader.known(CellReader.trimmed(cell), label, table)
  }

  private static func hours(_ cell: String) throws(CellFault) -> Int {
    guard let hours = Int(CellReader.trimmed(cell)), (1...2000).contains(hours) else {
      throw CellFault("学时“\(cell)”不是1至2000的整数。", "请填写整数。")
    }
    return hours
  }

  static func periodFault(_ draft: PersonFactDraft) -> CellFault? {
    if let from = draft.validFrom, let until = draft.validUntil, until < from {
      return CellFault("终止日\(until.chinese)早于开始日\(from.chinese)。", "请核对两个日期。")
    }
    return nil
  }
}
