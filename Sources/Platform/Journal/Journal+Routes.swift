internal import HTML
internal import HTTP
internal import Storage
internal import Supervision

extension Link {
  static let journal = Link("/journal")
}

/// The audit administrator's view of the journal.
enum JournalRoom {
  static let routes: [Route] = [
    .get("/journal", .readJournal) { call in
      let actor = try call.actor()
      let query = call.request.query
      let page = Paging.page(query["page"])
      let model = try call.house.store.read { db in
        let found = try entries(
          actor, kind: query["kind"] ?? "", subject: query["subject"] ?? "", page: page, db)
        return JournalPages.Model(
          entries: found.entries, paging: Paging(page: page, total: found.total),
          kind: query["kind"] ?? "", subject: query["subject"] ?? "")
      }
      return .html(JournalPages.list(call.frame(.journal), model).document())
    }
  ]
}
