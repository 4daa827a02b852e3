internal import HTTP

extension Link {
  static let bodies = Link("/bodies")
  static let inspectors = Link("/inspectors")
  static let experts = Link("/experts")
  static let imports = Link("/imports")
}

/// 一单两库: bodies, inspectors, experts and the files they came from.
package enum Registry {
  static let routes: [Route] = []
}
