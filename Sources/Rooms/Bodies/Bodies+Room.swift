package import Kernel
internal import Storage
internal import Supervision

extension Bodies {
  /// What the application knows of this room.
  package static let room = Room(
    "body", "检验检测机构",
    routes: bodyRoutes + factRoutes + bodyFileRoutes,
    menu: [MenuEntry(.registry, "检验检测机构", .bodies, .bodies, .readRegistry)],
    flashes: [.closedFact],
    actions: [
      JournalAction("registry.register", "登记机构"),
      JournalAction("registry.edit", "修改名录"),
      JournalAction("registry.end", "终止机构"),
      JournalAction("registry.fact-add", "登记机构信息"),
      JournalAction("registry.fact-edit", "修改机构信息"),
      JournalAction("registry.fact-end", "结束机构信息"),
      JournalAction("registry.file-add", "登记机构文件", disturbsImports: false),
      JournalAction("registry.file-end", "撤下机构文件", disturbsImports: false),
    ],
    facts: RegistryWords.facts.map { JournalFact($0.key, $0.value) }
      + [JournalFact("body", "机构编号"), JournalFact("bodies", "机构数"), .digest("file", "文件")],
    subjects: [
      JournalSubject("body", "机构") { id in
        "SELECT b.region, NULL AS department, NULL AS unit FROM bodies b WHERE b.id = \(id)"
      }
    ],
    datasets: [BodyLibrary()] + FactKind.all.map { FactLibrary(kind: $0) },
    personal: BodyPersonal.sources,
    listeners: [
      .atEnd(BodyTouched.self) { events, transaction in
        let bodies = Set(events.map(\.body)).sorted { $0.number < $1.number }
        if transaction.leavesDerivedForLater {
          try BodySearch.refreshKnown(bodies, transaction.db)
        } else {
          try BodySearch.refresh(bodies, transaction.db)
        }
      }
    ],
    complete: { _ = try BodySearch.complete($0, batch: $1) },
    contributions: [
      ClauseTarget("bodies", "检验检测机构名录（一企一卷）", .bodies, at: 10),
      KeptFileUse {
        try $1.count("SELECT count(*) AS value FROM body_files WHERE digest = \($0)")
      },
    ])
}

extension Flash {
  static let closedFact = Flash("closed-fact", "已结束，仍可在变更记录里查到。")
}

/// What a body is found by may have changed: names, codes, certificates, persons, addresses, region.
/// The search is brought up to date before the command is stored.
package struct BodyTouched: Event {
  let body: BodyID
}

extension Transaction {
  /// Says that what this body is found by may have changed.
  package func touch(_ body: BodyID) throws { try announce(BodyTouched(body: body)) }
}

extension ImportKind {
  package static let bodies = ImportKind(BodyLibrary())
}
