package import Storage
internal import Supervision

// Who keeps which part of the registry: what stands there decides who can be drawn.
package enum Keeper {
  /// The line that qualifies bodies keeps bodies and experts, and may correct everybody's entries.
  package static let department = "market"
  /// Stands for experts where inspectors have their department.
  package static let expertDepartment = "expert"

  /// - Parameter department: of an inspector; `nil` for what only the keeper keeps.
  package static func mayKeep(_ actor: Actor, department: String? = nil) -> Bool {
    actor.may(.changeRegistry)
      && (actor.isInLine(of: Keeper.department)
        || department.map { actor.isInLine(of: $0) } ?? false)
  }

  /// Whether somebody sees why a person is not free or must not visit a body: people's leave, former
  /// posts and interests are known to their own department and to the keeper alone.
  ///
  /// - Parameter department: of an inspector; `nil` for an expert.
  package static func seesPrivate(_ actor: Actor, of department: String?) -> Bool {
    actor.isInLine(of: Keeper.department) || department.map { actor.isInLine(of: $0) } ?? false
  }

  /// - Throws: `Problem.refused` saying whose it is.
  package static func requireKeeper(_ actor: Actor, department: String? = nil) throws {
    guard mayKeep(actor, department: department) else {
      throw Problem.refused(
        department == nil
          ? "检验检测机构、专家和工作日历由市场监管部门维护，您单位只维护本部门的执法检查人员及其回避关系。请联系市场监管部门办理。"
          : "这名执法检查人员属于其他部门，由其所属部门或市场监管部门维护，请联系该部门办理。")
    }
  }

  /// The calendar counts for everybody, so only an authority above all others here brings it.
  package static func requireCalendarKeeper(_ actor: Actor, _ db: any Connection) throws {
    try requireKeeper(actor)
    let elsewhere = try db.count(
      "SELECT count(*) AS value FROM authorities WHERE NOT ("
        + actor.scope.condition("region") + ")")
    guard elsewhere == 0 else {
      throw Problem.refused("工作日历对全系统生效，只能由最高一级的市场监管部门导入，请联系上级办理。")
    }
  }
}
