package import Storage

/// How many records of a room name a kept file (`KeptFiles`); one that nobody names may be removed.
package struct KeptFileUse: Contribution {
  package let count: @Sendable (_ digest: String, _ db: any Connection) throws -> Int

  package init(
    _ count: @escaping @Sendable (_ digest: String, _ db: any Connection) throws -> Int
  ) {
    self.count = count
  }
}
