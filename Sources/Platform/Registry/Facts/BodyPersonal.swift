internal import Storage

/// The numbers of a body's people, given in full on request.
enum BodyPersonal {
  static let kind = "body-person"

  static let sources: [PersonalSource] = [
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
      let body = try Registry.body(found.body, in: actor.scope, db)
      return PersonalRecord(
        subject: "\(body.row.name)的\(found.name)",
        back: .bodyFacts(found.body, .persons),
        values: [("证件号码", found.identity), ("电话", found.phone)])
    }
  ]
}

extension FactColumn {
  /// A personal value as it is shown.
  func masked(_ text: String) -> String {
    if case .identity = content { Masked.idNumber(text) } else { Masked.phone(text) }
  }
}

extension Masked {
  /// Free text with every run of seven or more digits, also full-width ones, masked:
  /// `李某 138****0000`.
  static func text(_ text: String) -> String {
    var result = ""
    var run = ""
    for character in text {
      if ("0"..."9").contains(character) || ("０"..."９").contains(character) {
        run.append(character)
      } else {
        result += (run.count >= 7 ? phone(run) : run) + String(character)
        run = ""
      }
    }
    return result + (run.count >= 7 ? phone(run) : run)
  }
}
