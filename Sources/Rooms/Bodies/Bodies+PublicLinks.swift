package import Kernel

extension Link {
  /// The bodies, for everybody.
  package static let publicBodies = Link("/public/bodies")
  package static func publicBody(_ id: BodyID) -> Link { Link("/public/bodies", id) }
}

extension Place {
  package static let bodies = Place("bodies")
  package static let publicBodies = Place("publicBodies")
}
