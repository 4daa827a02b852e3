internal import HTTP

extension Link {
  static let draws = Link("/draws")
}

/// 抽取: the ceremony and what it leaves behind.
package enum Draws {
  static let routes: [Route] = []
}
