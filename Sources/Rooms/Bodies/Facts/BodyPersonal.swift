package import Kernel
internal import Storage

/// The numbers of a body's people and whom it names to be called, given in full on request.
package enum BodyPersonal {
  static let kind = "body-person"

  package static let sources: [PersonalSource] = [
    PersonalSource(kind: kind) { id, actor, db in
      let found = try db.one(
        "SELECT body, name, identity, phone FROM body_persons WHERE id = \(id) AND until IS NULL"
      ) {
        (
          body: try $0.get("body", as: BodyID.self), name: try $0.get("name", as: String.self),
          identity: try $0.get("identity", as: String.self),
          phone: try $0.get("phone", as: String.self)
        )
      }
      guard let found else { throw Problem.notFound }
      let body = try Bodies.body(found.body, in: actor.scope, db)
      return PersonalRecord(
        subject: "\(body.row.name)的\(found.name)",
        back: .bodyFacts(found.body, .persons),
        values: [("证件号码", found.identity), ("电话", found.phone)])
    },
    PersonalSource(kind: "body") { id, actor, db in
      let found = try db.one(
        "SELECT name, contact FROM bodies WHERE id = \(id) AND " + actor.scope.condition("region")
      ) { row in
        (
          name: try row.get("name", as: String.self),
          contact: try row.get("contact", as: String.self)
        )
      }
      guard let found else { throw Problem.notFound }
      return PersonalRecord(
        subject: "\(found.name)的联系人", back: .body(BodyID(id)), values: [("联系人", found.contact)])
    },
  ]
}

extension FactColumn {
  /// A personal value as it is shown.
  func masked(_ text: String) -> String {
    if case .identity = content { Masked.idNumber(text) } else { Masked.phone(text) }
  }
}
