package import Kernel

extension Desk {
  /// What the application knows of this room.
  package static let room = Room(
    "desk", "工作台",
    routes: routes,
    menu: [MenuEntry(.desk, "工作台", .desk, .desk, .signedIn)])
}
