package import Storage

extension CellReader {
  /// A reader that knows regions, domains and departments, and what the person may see.
  package static func load(for actor: Actor, _ db: any Connection) throws -> CellReader {
    CellReader(
      regions: CodeNames(try Reference.regions(db)), fields: CodeNames(try Reference.fields(db)),
      departments: CodeNames(try Reference.departments(db)), scope: actor.scope)
  }
}
