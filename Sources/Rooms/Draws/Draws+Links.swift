package import Kernel

extension Link {
  package static let draws = Link("/draws")
  package static func draw(_ id: DrawID) -> Link { Link("/draws", id) }
  static func drawCeremony(_ id: DrawID) -> Link { Link("/draws", id, "ceremony") }
  static func drawZip(_ id: DrawID) -> Link { Link("/draws", id, "files.zip") }
  static func drawFile(_ id: DrawID, _ name: String) -> Link {
    Link("/draws", id, "file").with([("name", name)])
  }
  static func drawCommit(_ id: DrawID) -> Link { Link("/draws", id, "commit") }
  static func drawSecret(_ id: DrawID) -> Link { Link("/draws", id, "secret") }
  static func drawBeacon(_ id: DrawID) -> Link { Link("/draws", id, "beacon") }
  static func drawHandIn(_ id: DrawID) -> Link { Link("/draws", id, "hand-in") }
  static func drawDraw(_ id: DrawID) -> Link { Link("/draws", id, "draw") }
  static func drawReveal(_ id: DrawID) -> Link { Link("/draws", id, "reveal") }
  static func drawVoid(_ id: DrawID) -> Link { Link("/draws", id, "void") }
  static func drawAmend(_ id: DrawID) -> Link { Link("/draws", id, "amend") }
}
