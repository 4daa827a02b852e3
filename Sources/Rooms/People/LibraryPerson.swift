package import Kernel
internal import Storage
internal import Supervision

/// An inspector or an expert, as the routes name them.
package enum PersonKey: Sendable, Hashable {
  case inspector(InspectorID)
  case expert(ExpertID)

  var isExpert: Bool { if case .expert = self { true } else { false } }

  /// What the journal calls the record.
  var subject: (kind: String, id: String) {
    switch self {
    case .inspector(let id): ("inspector", id.description)
    case .expert(let id): ("expert", id.description)
    }
  }

  var link: Link {
    switch self {
    case .inspector(let id): .inspector(id)
    case .expert(let id): .expert(id)
    }
  }

  var editLink: Link {
    switch self {
    case .inspector(let id): Link("/inspectors", id, "edit")
    case .expert(let id): Link("/experts", id, "edit")
    }
  }

  var factsLink: Link {
    switch self {
    case .inspector(let id): Link("/inspectors", id, "facts")
    case .expert(let id): Link("/experts", id, "facts")
    }
  }

  var factEndLink: Link {
    switch self {
    case .inspector(let id): Link("/inspectors", id, "facts/end")
    case .expert(let id): Link("/experts", id, "facts/end")
    }
  }

  /// The kinds of rows kept of this person.
  var factKinds: [PersonFactKind] {
    PersonFactKind.allCases.filter { isExpert ? $0.isOfExperts : $0.isOfInspectors }
  }
}

/// The little that every command about a person needs.
struct LibraryPerson: Sendable {
  let key: PersonKey
  let code: String
  let region: String
  /// Of an inspector; experts are kept by the keeper.
  let department: String?
}

extension People {
  /// - Throws: `Problem.notFound` when not there or outside the scope.
  static func libraryPerson(
    _ key: PersonKey, in scope: RegionScope, _ db: any Connection
  ) throws -> LibraryPerson {
    switch key {
    case .inspector(let id):
      let person = try inspector(id, in: scope, db)
      return LibraryPerson(
        key: key, code: person.code, region: person.region, department: person.department)
    case .expert(let id):
      let person = try expert(id, in: scope, db)
      return LibraryPerson(key: key, code: person.code, region: person.region, department: nil)
    }
  }
}
