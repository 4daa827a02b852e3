internal import HTTP

extension Link {
  static let rectifications = Link("/rectifications")
}

/// 检查结果与整改.
package enum Findings {
  static let routes: [Route] = []
}
