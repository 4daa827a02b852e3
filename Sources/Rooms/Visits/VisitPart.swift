package import HTML
package import Kernel
package import Storage

/// What a higher room tells of a visit's result on the visit's page.
package struct VisitPart: Contribution {
  /// Below the result: what became of it.
  package let line: @Sendable (_ visit: VisitID, _ db: any Connection) throws -> Markup?

  package init(
    line: @escaping @Sendable (_ visit: VisitID, _ db: any Connection) throws -> Markup?
  ) {
    self.line = line
  }
}
