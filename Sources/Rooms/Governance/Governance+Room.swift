package import Kernel
internal import Resources

extension Governance {
  /// What the application knows of this room.
  package static let room = Room(
    "document", "规范性文件",
    routes: routes,
    menu: [
      MenuEntry(.basis, "规范性文件", .documents, .documents, .readRegistry),
      MenuEntry(.basis, "职责清单", .responsibilities, .responsibilities, .readRegistry),
    ],
    actions: [
      JournalAction("document.create", "登记文件"),
      JournalAction("document.edit", "修改文件"),
      JournalAction("document.clause", "登记条款"),
      JournalAction("document.link", "登记条款落实"),
      JournalAction("document.unlink", "取消条款落实"),
      JournalAction("document.cite", "登记引用"),
      JournalAction("responsibility.create", "登记职责"),
      JournalAction("responsibility.end", "终止职责"),
    ],
    subjects: [JournalSubject("document", "规范性文件"), JournalSubject("responsibility", "职责")],
    datasets: [DocumentLibrary(), ClauseLibrary(), ResponsibilityLibrary()],
    reference: [
      ReferenceFile("documents.tsv", Resources.bytes("documents.tsv"), loadDocuments),
      ReferenceFile("citations.tsv", Resources.bytes("citations.tsv"), loadCitations),
      ReferenceFile("clauses.tsv", Resources.bytes("clauses.tsv"), loadClauses),
      ReferenceFile("clause-links.tsv", Resources.bytes("clause-links.tsv"), loadLinks),
      ReferenceFile(
        "responsibilities.tsv", Resources.bytes("responsibilities.tsv"), loadResponsibilities),
    ],
    contributions: [
      ClauseTarget("responsibilities", "职责清单", .responsibilities, at: 21),
      ClauseTarget("documents", "规范性文件库", .documents, at: 22),
    ])
}

extension Place {
  static let documents = Place("documents")
  static let responsibilities = Place("responsibilities")
}
