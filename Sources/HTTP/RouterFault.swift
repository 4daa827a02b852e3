/// Why a table of routes cannot be used.
package enum RouterFault: Error, Equatable {
  /// Not starting with `/`, an empty segment, or an unnamed or repeated parameter.
  case malformed(pattern: String)
  /// Two routes of one method that match exactly the same paths.
  case duplicate(Method, String, String)
  /// Two routes of one method that share a path and neither is more literal everywhere,
  /// such as `/a/:x/c` and `/a/b/:y` for `/a/b/c`.
  case ambiguous(Method, String, String)
}

extension RouterFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let pattern):
      "route pattern \(pattern) is malformed: write /literal/:parameter, each name once"
    case .duplicate(let method, let first, let second):
      "routes \(method.rawValue) \(first) and \(second) match the same paths: remove one"
    case .ambiguous(let method, let first, let second):
      "routes \(method.rawValue) \(first) and \(second) share paths and neither is the more "
        + "literal one: rename a segment"
    }
  }
}
