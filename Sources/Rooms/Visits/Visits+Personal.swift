package import Kernel
internal import Storage

extension Visits {
  static let personal = "visit"

  /// Whom to call about a visit: for its team too, which may come from another district.
  package static let personalSources: [PersonalSource] = [
    PersonalSource(kind: personal) { id, actor, db in
      let visit = try load(VisitID(id), actor, db)
      return PersonalRecord(
        subject: "\(visit.bodyName)的联系人", back: .visit(visit.id),
        values: [("联系人", visit.contact)])
    }
  ]
}
