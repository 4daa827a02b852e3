/// Finds the endpoint of a path: a trie over segments, checked when it is built.
///
/// Patterns look like `/bodies/:id/edit`. A literal segment beats a parameter; a parameter matches
/// one non-empty segment. `HEAD` is answered by the `GET` route.
package struct Router<Endpoint: Sendable>: Sendable {
  package enum Match: Sendable {
    case found(Endpoint, Parameters)
    /// The path exists, but not for this method; the list belongs in the `Allow` header.
    case wrongMethod(allowed: [Method])
    case notFound
  }

  private struct Route: Sendable {
    let method: Method
    let endpoint: Endpoint
    let names: [String]
  }

  private struct Node: Sendable {
    var literals: [Substring: Int] = [:]
    var parameter: Int?
    var routes: [Route] = []
  }

  private var nodes = [Node()]

  /// - Throws: `RouterFault` for the first pattern that is malformed, duplicate or ambiguous.
  package init(
    _ routes: [(method: Method, pattern: String, endpoint: Endpoint)]
  ) throws(RouterFault) {
    var patterns: [(method: Method, pattern: RoutePattern)] = []
    for route in routes {
      let pattern = try RoutePattern(route.pattern)
      for earlier in patterns where earlier.method == route.method {
        try earlier.pattern.check(against: pattern, method: route.method)
      }
      patterns.append((route.method, pattern))
      insert(pattern, Route(method: route.method, endpoint: route.endpoint, names: pattern.names))
    }
  }

  private mutating func insert(_ pattern: RoutePattern, _ route: Route) {
    var at = 0
    for segment in pattern.segments {
      let next: Int?
      switch segment {
      case .literal(let text): next = nodes[at].literals[Substring(text)]
      case .parameter: next = nodes[at].parameter
      }
      if let next {
        at = next
        continue
      }
      nodes.append(Node())
      let new = nodes.count - 1
      switch segment {
      case .literal(let text): nodes[at].literals[Substring(text)] = new
      case .parameter: nodes[at].parameter = new
      }
      at = new
    }
    nodes[at].routes.append(route)
  }

  /// - Parameter path: decoded, starting with `/`.
  package func match(_ method: Method, _ path: String) -> Match {
    guard path.utf8.first == UInt8(ascii: "/") else { return .notFound }
    let segments =
      path == "/"
      ? []
      : path[...].dropFirst().utf8.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
      ).map { Substring($0) }
    var search = Search(method: method == .head ? .get : method, segments: segments)
    if let route = find(&search, at: 0, depth: 0) {
      let values = search.values.map { String($0) }
      return .found(route.endpoint, Parameters(Array(zip(route.names, values))))
    }
    return search.allowed.isEmpty ? .notFound : .wrongMethod(allowed: search.sortedAllowed)
  }

  /// Literal first; steps back when the literal branch has no route for the method.
  private func find(_ search: inout Search, at: Int, depth: Int) -> Route? {
    let node = nodes[at]
    if depth == search.segments.count {
      if let route = node.routes.first(where: { $0.method == search.method }) { return route }
      for route in node.routes { search.allowed.insert(route.method) }
      return nil
    }
    let segment = search.segments[depth]
    if let next = node.literals[segment],
      let route = find(&search, at: next, depth: depth + 1)
    {
      return route
    }
    guard let next = node.parameter, !segment.isEmpty else { return nil }
    search.values.append(segment)
    if let route = find(&search, at: next, depth: depth + 1) { return route }
    search.values.removeLast()
    return nil
  }

  private struct Search {
    let method: Method
    let segments: [Substring]
    var values: [Substring] = []
    var allowed: Set<Method> = []

    /// `HEAD` goes with `GET`; always in the order of the declaration.
    var sortedAllowed: [Method] {
      Method.allCases.filter { allowed.contains($0) || ($0 == .head && allowed.contains(.get)) }
    }
  }
}
