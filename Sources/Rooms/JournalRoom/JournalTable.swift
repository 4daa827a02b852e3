internal import HTTP
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

/// The journal as a table for a spreadsheet, for reading; what proves it is the other export.
enum JournalTable {
  private static let columns = [
    TableColumn(name: "序号", code: "number"), TableColumn(name: "时间", code: "at"),
    TableColumn(name: "人员", code: "actor"), TableColumn(name: "账号编号", code: "account"),
    TableColumn(name: "操作", code: "action"), TableColumn(name: "记录种类", code: "kind"),
    TableColumn(name: "记录编号", code: "subject"), TableColumn(name: "说明", code: "sentence"),
    TableColumn(name: "理由", code: "reason"), TableColumn(name: "指纹", code: "digest"),
  ]

  /// Writes what a filter asks for, the oldest first and without a limit, and journals it.
  static func answer(_ filter: JournalFilter, _ call: Call) throws -> Response {
    let actor = try call.actor()
    if let problem = filter.problem { throw Problem.refused(problem) }
    let file = try TemporaryTable(call.house)
    var rows = 0
    do {
      let writer = try tableWriter(
        .csv, to: file.descriptor, named: "操作日志", columns: columns,
        modified: call.now.milliseconds / 1000)
      try call.house.store.read { db in
        let last = try Journal.head(db)
        try Journal.forEachEntry(filter, for: JournalSight(actor), through: last, db) { entry in
          try writer.write(cells(entry, call.house.rooms.words))
          rows += 1
        }
      }
      try writer.finish()
    } catch let fault as WriteFault {
      throw fault == .full
        ? StoreError.full("an export") : StoreError.unavailable("an export: \(fault)")
    }
    try call.house.perform(by: actor) { transaction in
      transaction.journal(
        "journal.export", ("journal", "1"),
        [("entries", String(rows)), ("format", "csv")] + filter.pairs.filter { !$0.1.isEmpty })
    }
    return file.response(.csv, named: "操作日志-\(call.now.day.iso)")
  }

  private static func cells(_ entry: JournalEntry, _ words: JournalWords) -> [String] {
    [
      String(entry.number), Instant(milliseconds: entry.at).chinese, entry.actor,
      entry.account.map(String.init) ?? "", words.label(entry.action),
      words.kind(entry.subjectKind), entry.subject, words.sentence(entry), entry.reason,
      entry.digest,
    ]
  }
}
