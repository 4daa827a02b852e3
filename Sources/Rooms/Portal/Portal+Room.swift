package import Kernel
internal import SelfChecks
internal import Visits

extension Portal {
  /// What the application knows of this room.
  package static let room = Room(
    "portal", "机构门户",
    routes: routes,
    menu: [MenuEntry(.own, "机构门户", .portal, .portal, .ownPortal)])
}

extension Link {
  static func answerRectification(_ id: RectificationID) -> Link {
    Link("/portal/rectifications", id, "answer")
  }
}
