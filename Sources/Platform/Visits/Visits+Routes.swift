internal import HTTP

extension Link {
  static let visits = Link("/visits")
  static func visit(_ id: VisitID) -> Link { Link("/visits", id) }
}

/// 现场检查.
package enum Visits {
  static let routes: [Route] = []
}
