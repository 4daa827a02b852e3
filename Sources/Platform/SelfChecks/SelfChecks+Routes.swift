internal import HTTP

extension Link {
  static let selfChecks = Link("/self-checks")
  static let portal = Link("/portal")
}

/// 自查 and the portal of the body that answers it.
package enum SelfChecks {
  static let routes: [Route] = []
}
