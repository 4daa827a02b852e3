package import Kernel
internal import Storage
internal import Supervision

/// 检验检测机构: the bodies, what they have in lists, and how they are found.
package enum Bodies {
  /// A body that is seen only because a site of it lies here is changed where it is registered.
  ///
  /// - Throws: `Problem.refused` naming what to do.
  package static func requireOwnRegion(_ body: Body, _ actor: Actor) throws {
    guard actor.scope.contains(body.row.region) else {
      throw Problem.refused("这家机构登记在其他地区，您单位只管辖它的场所。请由登记地的主管单位修改，或办理移交。")
    }
  }
}
