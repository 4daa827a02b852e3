internal import Findings
internal import Kernel
internal import Storage
internal import Supervision

/// The portal of a body: only its own records, and a visit only once it has been told of it.
package enum Portal {
  /// Who the portal belongs to.
  ///
  /// - Throws: `Problem.forbidden` for an account without a body.
  static func body(_ actor: Actor) throws -> BodyID {
    guard let body = actor.body else { throw Problem.forbidden }
    return body
  }

  /// One of a body's own rectifications.
  ///
  /// - Throws: `Problem.notFound`.
  static func rectification(_ id: RectificationID, of body: BodyID, _ db: any Connection) throws
    -> Rectification
  {
    let found = try Findings.rectifications(of: body, db).first { $0.id == id }
    guard let found else { throw Problem.notFound }
    return found
  }
}
