/// One step of the schema, forward only, never edited once released.
package struct Migration: Sendable {
  package let number: Int
  package let name: String
  /// Statements in the common dialect.
  package let script: String
  /// Hex digest of the script, recorded with it; a later difference is refused.
  package let digest: String

  package init(number: Int, name: String, script: String, digest: String) {
    self.number = number
    self.name = name
    self.script = script
    self.digest = digest
  }
}
