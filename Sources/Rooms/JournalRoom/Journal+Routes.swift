internal import Crypto
internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

extension Link {
  package static let journal = Link("/journal")
  static let journalExport = Link("/journal/export")

  /// The entries about one record.
  package static func journal(of kind: String, _ subject: String) -> Link {
    journal.with([("kind", kind), ("subject", subject)])
  }
}

/// The audit administrator's view of the journal.
package enum JournalRoom {
  package static let routes: [Route] = [
    .get("/journal", .readJournal) { call in
      let actor = try call.actor()
      let query = call.request.query
      let filter = JournalFilter { query[$0] }
      let before = query["before"].flatMap { Int($0) }
      let after = query["after"].flatMap { Int($0) }
      let model = try call.house.store.read { db in
        JournalPages.Model(
          page: try Journal.page(
            filter, for: JournalSight(actor), before: before, after: after, db),
          filter: filter, isBack: before != nil || after != nil, closed: try Journal.closedYears(db)
        )
      }
      return .html(JournalPages.list(call.frame(.journal), model).document())
    },
    .post("/journal/export", .readJournal) { call in
      let form = call.request.form
      if form["format"] == "csv" {
        return try JournalTable.answer(JournalFilter { form[$0] }, call)
      }
      let file = try Journal.export(JournalFilter { form[$0] }, call)
      return .file(
        path: file.path, size: file.size, type: "application/x-ndjson; charset=utf-8",
        fileName: "journal-\(call.now.day.iso).ndjson", removing: true)
    },
  ]
}
