internal import HTTP

extension Link {
  static let plans = Link("/plans")
}

/// 抽查计划.
package enum Plans {
  static let routes: [Route] = []
}
