package import HTTP

/// One address with what it asks and what it does.
package struct Route: Sendable {
  package typealias Handler = @Sendable (Call) throws -> Response
  package let method: Method
  package let pattern: String
  package let permission: Permission
  package let handler: Handler

  package static func get(
    _ pattern: String, _ permission: Permission, _ handler: @escaping Handler
  ) -> Route {
    Route(method: .get, pattern: pattern, permission: permission, handler: handler)
  }

  package static func post(
    _ pattern: String, _ permission: Permission, _ handler: @escaping Handler
  ) -> Route {
    Route(method: .post, pattern: pattern, permission: permission, handler: handler)
  }
}
