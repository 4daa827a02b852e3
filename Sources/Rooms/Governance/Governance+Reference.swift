internal import Kernel
package import Storage
internal import Supervision

// The documents that ship with the program. What people have changed since stays as they left it.
extension Governance {
  package static func loadDocuments(_ text: String, _ db: any Connection) throws {
    let columns = [
      "number", "title", "issuer", "kind", "jurisdiction", "issued_on", "valid_from",
      "valid_until", "note", "confidence",
    ]
    let change = try Changes.shippedChange(db)
    for row in try ReferenceTable(text, columns: columns).rows {
      func day(_ name: String) throws -> CalendarDay? {
        if row[name].isEmpty { return nil }
        guard let day = CalendarDay(iso: row[name]) else { throw row.fault(name, "不是日期") }
        return day
      }
      try db.execute(
        """
        INSERT INTO documents (number, title, issuer, kind, jurisdiction, issued_on, valid_from,
          valid_until, note, confidence)
        VALUES (\(row["number"]), \(row["title"]), \(row["issuer"]), \(row["kind"]),
          \(row["jurisdiction"]), \(try day("issued_on")), \(try day("valid_from")),
          \(try day("valid_until")), \(row["note"]), \(row["confidence"]))
        ON CONFLICT (number) DO UPDATE SET title = excluded.title, issuer = excluded.issuer,
          valid_from = excluded.valid_from, valid_until = excluded.valid_until,
          note = excluded.note, confidence = excluded.confidence
        WHERE documents.id NOT IN (SELECT v.document FROM document_versions v
          JOIN changes c ON c.id = v.change WHERE c.source <> 'setup')
        """)
    }
    try db.execute(
      """
      INSERT INTO document_versions (document, title, issuer, valid_from, valid_until, note, since,
        change)
      SELECT d.id, d.title, d.issuer, d.valid_from, d.valid_until, d.note, 0, \(change)
      FROM documents d
      WHERE d.id NOT IN (SELECT v.document FROM document_versions v)
      """)
  }

  package static func loadCitations(_ text: String, _ db: any Connection) throws {
    for row in try ReferenceTable(text, columns: ["document", "cited"]).rows {
      let document = try id(row["document"], row, "document", db)
      let cited = try id(row["cited"], row, "cited", db)
      try db.execute(
        """
        INSERT INTO document_citations (document, cited) VALUES (\(document), \(cited))
        ON CONFLICT (document, cited) DO NOTHING
        """)
    }
  }

  package static func loadClauses(_ text: String, _ db: any Connection) throws {
    var positions: [DocumentID: Int] = [:]
    for row in try ReferenceTable(text, columns: ["document", "label", "title", "content"]).rows {
      let document = try id(row["document"], row, "document", db)
      positions[document, default: 0] += 1
      try db.execute(
        """
        INSERT INTO clauses (document, label, position, title, content)
        VALUES (\(document), \(row["label"]), \(positions[document]), \(row["title"]),
          \(row["content"]))
        ON CONFLICT (document, label) DO UPDATE SET position = excluded.position,
          title = excluded.title, content = excluded.content
        """)
    }
  }

  package static func loadLinks(_ text: String, _ db: any Connection) throws {
    let change = try Changes.shippedChange(db)
    let columns = ["document", "label", "kind", "target", "note"]
    for row in try ReferenceTable(text, columns: columns).rows {
      guard let kind = LinkKind(rawValue: row["kind"]) else { throw row.fault("kind", "不是已知的种类") }
      let clause = try clause(row, db)
      let known = try db.count(
        """
        SELECT count(*) AS value FROM clause_links
        WHERE clause = \(clause) AND kind = \(kind) AND target = \(row["target"])
        """)
      guard known == 0 else { continue }
      try db.execute(
        """
        INSERT INTO clause_links (clause, kind, target, note, since, change)
        VALUES (\(clause), \(kind), \(row["target"]), \(row["note"]), 0, \(change))
        """)
    }
  }

  package static func loadResponsibilities(_ text: String, _ db: any Connection) throws {
    let change = try Changes.shippedChange(db)
    let columns = [
      "matter", "department", "level", "jurisdiction", "part", "duty", "document", "label",
    ]
    for row in try ReferenceTable(text, columns: columns).rows {
      let clause = try clause(row, db)
      let known = try db.count(
        """
        SELECT count(*) AS value FROM responsibilities
        WHERE matter = \(row["matter"]) AND department = \(row["department"])
          AND level = \(row["level"]) AND jurisdiction = \(row["jurisdiction"])
          AND part = \(row["part"]) AND duty = \(row["duty"])
        """)
      guard known == 0 else { continue }
      try db.execute(
        """
        INSERT INTO responsibilities (matter, department, level, jurisdiction, part, duty, clause,
          since, change)
        VALUES (\(row["matter"]), \(row["department"]), \(row["level"]), \(row["jurisdiction"]),
          \(row["part"]), \(row["duty"]), \(clause), 0, \(change))
        """)
    }
  }

  private static func id(
    _ number: String, _ row: ReferenceTable.Row, _ column: String, _ db: any Connection
  ) throws -> DocumentID {
    let id: DocumentID? = try db.value(
      "SELECT id AS value FROM documents WHERE number = \(number)")
    guard let id else { throw row.fault(column, "文件“\(number)”不在文件表中") }
    return id
  }

  private static func clause(_ row: ReferenceTable.Row, _ db: any Connection) throws -> Int {
    let document = try id(row["document"], row, "document", db)
    let id: Int? = try db.value(
      "SELECT id AS value FROM clauses WHERE document = \(document) AND label = \(row["label"])")
    guard let id else { throw row.fault("label", "条款“\(row["label"])”不在条款表中") }
    return id
  }
}
