internal import Kernel
internal import Storage
internal import Supervision

extension Publication {
  /// A result is made public and corrected by the line whose plan it belongs to.
  ///
  /// - Throws: `Problem.refused` naming the authority for a person of another department.
  static func requireLine(of visit: VisitID, _ actor: Actor, _ db: any Connection) throws {
    let owner = try db.one(
      """
      SELECT a.name, a.department FROM visits v JOIN plans p ON p.id = v.plan
        JOIN authorities a ON a.id = p.authority
      WHERE v.id = \(visit)
      """
    ) {
      (name: try $0.get("name", as: String.self), code: try $0.get("department", as: String.self))
    }
    guard let owner else { throw Problem.notFound }
    guard actor.isInLine(of: owner.code) else {
      throw Problem.refused("这项检查由\(owner.name)组织，结果由该部门的公示员公开和更正，请联系该部门办理。")
    }
  }
}
