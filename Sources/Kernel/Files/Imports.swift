/// 文件导入与导出: files come in by a dry run with every bad cell named, and go out unchanged.
package enum Imports {
  package static let room = Room(
    "registry", "名录库", routes: importRoutes + exportRoutes,
    menu: [MenuEntry(.registry, "文件导入", .imports, .imports, .importFiles)],
    flashes: [.imported, .dropped],
    actions: [JournalAction("registry.import", "导入名录")]
      + [
        JournalAction("registry.check", "检查导入文件"),
        JournalAction("registry.receive", "上传导入文件"),
        JournalAction("registry.columns", "核对导入文件的列"),
        JournalAction("registry.drop", "放弃导入文件"),
        JournalAction("registry.import-file", "下载导入文件"),
        JournalAction("registry.export", "导出名录"),
      ].harmless(),
    facts: [
      JournalFact("as-of", "截至"), JournalFact("format", "格式"), JournalFact("rows", "行数"),
      JournalFact("form", "文件形式") { value, _ in
        value == "annotated" ? "批注件" : value == "original" ? "原件" : value
      },
      JournalFact("kind", "种类") { value, words in words.datasets.kind(value)?.label ?? value },
    ],
    subjects: [JournalSubject("import", "导入"), JournalSubject("library", "名录")])
}

extension Place {
  package static let imports = Place("imports")
}

extension Flash {
  static let imported = Flash("imported", "导入完成，全部合格行已入库，原始文件已留存。")
  static let dropped = Flash("dropped", "已放弃这个文件，没有导入任何内容。")
}
