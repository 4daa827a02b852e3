internal import HTML
internal import HTTP
package import Kernel
internal import Storage
internal import Supervision

/// 工作台: everybody lands on what they should do next, overdue first.
package enum Desk {
  package static let routes: [Route] = [
    .get("/desk", .signedIn) { call in
      let actor = try call.actor()
      let model = try call.house.store.read { db in
        DeskModel(
          actor: actor, now: call.now,
          tasks: try tasks(for: actor, now: call.now, call.house.rooms, db),
          cards: try call.house.rooms.contributions(DeskPart.self).flatMap {
            try $0.cards(actor, db)
          })
      }
      return .html(DeskPages.desk(call.frame(.desk), model).document())
    }
  ]
}
