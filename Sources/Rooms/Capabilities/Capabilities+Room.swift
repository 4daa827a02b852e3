internal import Bodies
package import Kernel

extension Capabilities {
  /// What the application knows of this room.
  package static let room = Room(
    "capability", "能力参数",
    routes: routes,
    actions: [
      JournalAction("registry.capability", "登记能力参数"),
      JournalAction("registry.capability-change", "修改能力参数"),
      JournalAction("registry.capability-end", "终止能力参数"),
    ],
    datasets: [CapabilityLibrary()],
    states: [SearchUses.self],
    due: [DueWork("settle-searches") { house in try house.searchUses.settle(house.store) }],
    contributions: [BodyTab("能力参数") { .capabilities($0) }, storyPart])
}

extension Link {
  /// Who tests what, for the office.
  package static let capabilitySearch = Link("/capabilities/search")
  /// The same for everybody.
  package static let publicCapabilities = Link("/capabilities")
}

extension House {
  /// How often the capabilities were consulted.
  package var searchUses: SearchUses { state(SearchUses.self) }
}

extension ImportKind {
  package static let capabilities = ImportKind(CapabilityLibrary())
}
