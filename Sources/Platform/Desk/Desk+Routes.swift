internal import HTTP

/// 工作台: what to do next.
package enum Desk {
  static let routes: [Route] = []
}
