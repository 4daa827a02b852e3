package import Storage
package import Supervision

extension RegistryCodes {
  /// Every code of a kind with its newest name, ended ones too: for names of old records.
  package func named(_ kind: RegistryCodeKind) -> [(code: String, name: String)] {
    var names: [(code: String, name: String)] = []
    for entry in entries where entry.kind == kind {
      if let place = names.firstIndex(where: { $0.code == entry.code }) {
        names[place].name = entry.name
      } else {
        names.append((entry.code, entry.name))
      }
    }
    return names
  }
}

// Adding and ending codes: the page of the administrators.
extension Reference {
  /// A code of any table as the administrators see it.
  package struct CodeRow: RowDecodable, Sendable {
    package let code: String
    package let name: String
    package let basis: String
    package let note: String
    package let validFrom: CalendarDay?
    package let validUntil: CalendarDay?

    package init(row: Row) throws {
      code = try row.get("code")
      name = try row.get("name")
      basis = try row.get("basis")
      note = try row.get("note")
      validFrom = try row.get("valid_from", as: String?.self).flatMap { CalendarDay(iso: $0) }
      validUntil = try row.get("valid_until", as: String?.self).flatMap { CalendarDay(iso: $0) }
    }

    package func isInForce(on day: CalendarDay) -> Bool {
      (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
    }
  }

  /// The rows of a table in their order; what has ended stays listed.
  package static func codeRows(_ table: CodeTable, _ db: any Connection) throws -> [CodeRow] {
    switch table {
    case .fields:
      try db.all(
        """
        SELECT code, name, basis, '' AS note, valid_from, valid_until FROM fields
        ORDER BY position, code LIMIT 1000
        """)
    case .departments:
      try db.all(
        """
        SELECT code, name, basis, '' AS note, valid_from, valid_until FROM departments
        ORDER BY code LIMIT 1000
        """)
    case .kind(let kind):
      try db.all(
        """
        SELECT code, name, basis, note, valid_from, valid_until FROM registry_codes
        WHERE kind = \(kind) ORDER BY position, code, valid_from LIMIT 1000
        """)
    }
  }

  /// Adds a code inside a running command, which journals it.
  ///
  /// - Throws: `Problem.refused` when the code or the name is in use.
  package static func add(
    _ code: NewCode, to table: CodeTable, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let rows = try codeRows(table, db)
    let live = rows.filter { $0.validUntil.map { code.validFrom <= $0 } ?? true }
    if live.contains(where: { $0.code == code.code }) {
      throw Problem.refused("代码“\(code.code)”已在使用。要换名称，请先停用原来的一条，新的一条从停用次日起生效。")
    }
    if live.contains(where: { $0.name == code.name }) {
      throw Problem.refused("名称“\(code.name)”已在使用，请换一个名称。")
    }
    let from = code.validFrom.iso
    switch table {
    case .fields, .departments:
      if rows.contains(where: { $0.code == code.code }) {
        throw Problem.refused("代码“\(code.code)”已停用，旧记录仍指向它，不能再用，请换一个代码。")
      }
      let insert: SQL =
        table == .fields
        ? """
        INSERT INTO fields (code, name, position, basis, valid_from)
        VALUES (\(code.code), \(code.name), \(rows.count + 1), \(code.basis), \(from))
        """
        : """
        INSERT INTO departments (code, name, basis, valid_from)
        VALUES (\(code.code), \(code.name), \(code.basis), \(from))
        """
      try db.execute(insert)
    case .kind(let kind):
      try db.execute(
        """
        INSERT INTO registry_codes (kind, code, name, basis, note, position, valid_from,
          confidence)
        VALUES (\(kind), \(code.code), \(code.name), \(code.basis), \(code.note),
          \(rows.count + 1), \(from), 'S')
        """)
    }
  }

  /// Ends a code inside a running command, which journals it; the day is its last.
  ///
  /// - Throws: `Problem.notFound`, `.refused` when it has ended or begins later.
  package static func end(
    _ code: String, of table: CodeTable, on day: CalendarDay, _ transaction: Transaction
  ) throws {
    let rows = try codeRows(table, transaction.db).filter { $0.code == code }
    guard let last = rows.last else { throw Problem.notFound }
    if let until = last.validUntil { throw Problem.refused("“\(last.name)”已于\(until.chinese)停用。") }
    if let from = last.validFrom, day < from {
      throw Problem.refused("停用日早于这个代码的生效日\(from.chinese)，请改为生效日或以后。")
    }
    let update: SQL =
      switch table {
      case .fields: "UPDATE fields SET valid_until = \(day.iso) WHERE code = \(code)"
      case .departments: "UPDATE departments SET valid_until = \(day.iso) WHERE code = \(code)"
      case .kind(let kind):
        """
        UPDATE registry_codes SET valid_until = \(day.iso)
        WHERE kind = \(kind) AND code = \(code) AND valid_until IS NULL
        """
      }
    try transaction.db.execute(update)
  }

  /// The fields and departments that may be chosen on a day.
  package static func fields(
    on day: CalendarDay, _ db: any Connection
  ) throws -> [(code: String, name: String)] {
    try codeRows(.fields, db).filter { $0.isInForce(on: day) }.map { ($0.code, $0.name) }
  }

  package static func departments(
    on day: CalendarDay, _ db: any Connection
  ) throws -> [(code: String, name: String)] {
    try codeRows(.departments, db).filter { $0.isInForce(on: day) }.map { ($0.code, $0.name) }
  }
}

/// A code as an administrator adds it.
package struct NewCode: Sendable {
  package let code: String
  package let name: String
  package let basis: String
  package let note: String
  package let validFrom: CalendarDay

  package init(
    code: String, name: String, basis: String, note: String, validFrom: CalendarDay
  ) {
    self.code = code
    self.name = name
    self.basis = basis
    self.note = note
    self.validFrom = validFrom
  }
}

/// A table of codes that people may add to.
package enum CodeTable: Sendable, Hashable {
  case fields, departments
  case kind(RegistryCodeKind)

  package static let all: [CodeTable] =
    [.fields, .departments] + RegistryCodeKind.allCases.map { .kind($0) }

  package init?(_ name: String) {
    guard let found = CodeTable.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// As it stands in addresses and the journal.
  package var name: String {
    switch self {
    case .fields: "fields"
    case .departments: "departments"
    case .kind(let kind): kind.rawValue
    }
  }

  package var label: String {
    switch self {
    case .fields: "检验检测领域"
    case .departments: "部门"
    case .kind(let kind): kind.label
    }
  }
}

extension RegistryCodeKind {
  /// What the table is called on screens.
  package var label: String {
    switch self {
    case .bodyKind: "机构种类"
    case .legalForm: "法人性质"
    case .certificate: "机构资质种类"
    case .personRole: "机构人员职责"
    case .declaration: "声明与承诺种类"
    case .link: "机构承继关系"
    case .mark: "机构特别标记"
    case .inspectorCertificate: "执法证件种类"
    case .interest: "利害关系种类"
    case .leave: "请假原因"
    case .pledge: "专家保密承诺书"
    case .itemList: "事项清单种类"
    case .itemClass: "事项类别"
    case .checkMethod: "检查方式"
    case .document: "文件种类"
    case .part: "职责分工"
    }
  }
}
