internal import Storage
internal import Supervision

extension Registry {
  /// Stores what an import brings, inside its running command.
  static func store(
    _ steps: [ImportStep], from source: ImportID, _ transaction: Transaction
  ) throws {
    for step in steps {
      switch step {
      case .body(let draft, let id):
        try store(draft, over: id, from: source, transaction)
      case .inspector(let draft, let id):
        try store(draft, over: id, from: source, transaction)
      case .expert(let draft, let id):
        try store(draft, over: id, from: source, transaction)
      case .conflict(let person, let body, let reason):
        try transaction.db.execute(
          """
          INSERT INTO conflicts (person, body, reason) VALUES (\(person), \(body), \(reason))
          """)
      case .day(let day, let kind, let notice):
        try Reference.store(day, kind, source: notice, transaction.db)
      }
    }
  }

  private static func store(
    _ draft: InspectorDraft, over id: InspectorID?, from source: ImportID,
    _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    let stored: InspectorID?
    if let id {
      try transaction.db.execute(
        """
        UPDATE inspectors SET name = \(draft.name), department = \(draft.department),
          authority = \(draft.authority), region = \(draft.region),
          certificate_number = \(draft.certificateNumber),
          certificate_until = \(draft.certificateUntil), status = \(draft.status),
          import = \(source), updated_at = \(now)
        WHERE id = \(id)
        """)
      try transaction.db.execute("DELETE FROM inspector_skills WHERE inspector = \(id)")
      stored = id
    } else {
      stored = try transaction.db.value(
        """
        INSERT INTO inspectors (code, name, department, authority, region, certificate_number,
          certificate_until, status, import, updated_at)
        VALUES (\(draft.code), \(draft.name), \(draft.department), \(draft.authority),
          \(draft.region), \(draft.certificateNumber), \(draft.certificateUntil), \(draft.status),
          \(source), \(now))
        RETURNING id AS value
        """)
    }
    for skill in draft.skills {
      try transaction.db.execute(
        "INSERT INTO inspector_skills (inspector, field) VALUES (\(stored), \(skill))")
    }
  }

  private static func store(
    _ draft: ExpertDraft, over id: ExpertID?, from source: ImportID, _ transaction: Transaction
  ) throws {
    let now = transaction.now.milliseconds
    let stored: ExpertID?
    if let id {
      try transaction.db.execute(
        """
        UPDATE experts SET name = \(draft.name), employer = \(draft.employer),
          title = \(draft.title), region = \(draft.region), valid_until = \(draft.validUntil),
          status = \(draft.status), import = \(source), updated_at = \(now)
        WHERE id = \(id)
        """)
      try transaction.db.execute("DELETE FROM expert_fields WHERE expert = \(id)")
      stored = id
    } else {
      stored = try transaction.db.value(
        """
        INSERT INTO experts (code, name, employer, title, region, valid_until, status, import,
          updated_at)
        VALUES (\(draft.code), \(draft.name), \(draft.employer), \(draft.title), \(draft.region),
          \(draft.validUntil), \(draft.status), \(source), \(now))
        RETURNING id AS value
        """)
    }
    for field in draft.fields {
      try transaction.db.execute(
        "INSERT INTO expert_fields (expert, field) VALUES (\(stored), \(field))")
    }
  }
}
