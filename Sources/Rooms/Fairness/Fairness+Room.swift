package import Kernel
internal import Publication

extension Fairness {
  /// What the application knows of this room.
  package static let room = Room(
    "fairness", "公平性",
    routes: routes,
    states: [FairnessMemo.self],
    due: [
      DueWork("fairness") { house in
        try prepare(house)
        return 0
      }
    ],
    footer: [FooterLink("抽得公平吗？", .publicFairness)],
    contributions: [
      PublicDrawLook("抽得公平吗", .publicFairness, one: "这次抽得公平吗") { .publicFairness(of: $0) }
    ])
}

extension House {
  /// The published draws held against chance.
  package var fairness: FairnessMemo { state(FairnessMemo.self) }
}
