internal import HTTP

extension Link {
  static let imports = Link("/imports")
  static func importFile(_ id: ImportID) -> Link { Link("/imports", id) }
}

extension Registry {
  static let importRoutes: [Route] = []
}
