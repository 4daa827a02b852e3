package import Kernel
package import Storage
package import Supervision

extension Desk {
  /// What every room has for this person, the earliest due first, undated last.
  package static func tasks(
    for actor: Actor, now: Instant, _ rooms: Rooms, _ db: any Connection
  ) throws -> [DeskTask] {
    let all = try rooms.tasks.flatMap { try $0(actor, now, db) }
    return all.enumerated().sorted { left, right in
      switch (left.element.due, right.element.due) {
      case (let a?, let b?) where a != b: a < b
      case (_?, nil): true
      case (nil, _?): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }
}
