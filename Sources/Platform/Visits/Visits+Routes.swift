internal import HTTP

extension Link {
  static let visits = Link("/visits")
}

/// 现场检查.
package enum Visits {
  static let routes: [Route] = []
}
