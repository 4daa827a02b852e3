internal import Bodies
internal import Capabilities
package import Kernel

/// 查找: bodies by whatever is known of them, and who tests what.
package enum SearchRoom {
  /// What the application knows of this room.
  package static let room = Room(
    "search", "查找",
    routes: BodySearch.routes + CapabilitySearch.routes,
    menu: [
      MenuEntry(.registry, "谁能检测", .capabilitySearch, .capabilities, .readRegistry),
      .open("谁能检测", .publicCapabilities, .publicCapabilities),
    ],
    searchBox: SearchBox(
      link: .bodySearch, label: "查找机构", placeholder: "查找机构：名称、曾用名、代码、证书、人员、地址",
      permission: .readRegistry))
}

extension Place {
  static let capabilities = Place("capabilities")
  static let publicCapabilities = Place("publicCapabilities")
}
