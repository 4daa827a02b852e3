internal import HTML
internal import HTTP
internal import Storage
internal import Supervision

/// 工作台: everybody lands on what they should do next, overdue first.
package enum Desk {
  static let routes: [Route] = [
    .get("/desk", .signedIn) { call in
      let actor = try call.actor()
      let model = try call.house.store.read { db in
        DeskModel(
          actor: actor, now: call.now, tasks: try tasks(for: actor, now: call.now, db),
          progress: try progress(actor, db))
      }
      return .html(DeskPages.desk(call.frame(.desk), model).document())
    }
  ]
}
