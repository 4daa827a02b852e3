package import HTTP
package import Supervision

/// One request on its way through the house, with who sends it.
package struct Call {
  package let house: House
  package let request: Request
  package let parameters: Parameters
  /// `nil` when nobody has signed in.
  package let visitor: Actor?
  /// Must come back with every form.
  package let formToken: String
  /// The new visitor secret behind `formToken`, to be kept in a cookie; never logged.
  let freshSecret: String?
  /// The moment this request is handled at.
  package let now: Instant

  /// The person, for routes that need one.
  ///
  /// - Throws: `Problem.signInNeeded`.
  package func actor() throws -> Actor {
    guard let visitor else { throw Problem.signInNeeded }
    return visitor
  }

  /// The same call on a route that asks for this permission.
  func acting(with permission: Permission) -> Call {
    Call(
      house: house, request: request, parameters: parameters,
      visitor: visitor?.acting(with: permission), formToken: formToken, freshSecret: freshSecret,
      now: now)
  }

  /// A record number from the path.
  ///
  /// - Throws: `Problem.notFound` when it is no number.
  package func id<ID>(_ name: String, _ make: (Int) -> ID) throws -> ID {
    guard let number = parameters.integer(name) else { throw Problem.notFound }
    return make(number)
  }
}
