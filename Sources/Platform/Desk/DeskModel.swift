internal import Supervision

/// How many visits of a field are done.
struct FieldProgress {
  let name: String
  let total: Int
  let finished: Int
  let faulty: Int
}

struct PlanProgress {
  let plan: PlanID
  let title: String
  let fields: [FieldProgress]
}

struct DeskModel {
  let actor: Actor
  let now: Instant
  let tasks: [DeskTask]
  let progress: [PlanProgress]
}
