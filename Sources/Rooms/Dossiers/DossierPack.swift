internal import Archive
internal import Bodies
internal import FoundationEssentials
internal import Kernel
internal import Sheets
internal import Storage
internal import Supervision

/// The dossier as one file: the paper, the data and the kept files.
enum DossierPack {
  /// Kept files beyond this are named in the list of contents and left out.
  static let largestBytes = 200 << 20

  /// - Parameters:
  ///   - paper: the PDF, or the same document as HTML where no PDF can be made.
  ///   - file: reads a kept file by its digest.
  static func zip(
    _ dossier: Dossier, paper: (name: String, bytes: [UInt8]), madeAt: Instant,
    file: (String) throws -> [UInt8]
  ) throws -> [UInt8] {
    var entries: [(name: String, bytes: [UInt8])] = [paper]
    for (kind, facts) in dossier.facts where !facts.isEmpty {
      entries.append(("数据/\(kind.title).csv", table(kind, facts, dossier.words)))
    }
    let annex = dossier.capabilities
    if !annex.current.isEmpty {
      entries.append(("数据/能力参数.csv", annex.table(annex.current)))
    }
    if !annex.earlier.isEmpty {
      entries.append(("数据/能力参数（历史）.csv", annex.table(annex.earlier)))
    }
    entries.append(("数据/大事记.csv", timeline(dossier.timeline)))
    entries.append(("数据/档案.json", try json(dossier, madeAt)))
    var total = 0
    var left: [String] = []
    for kept in dossier.files {
      total += kept.size
      guard total <= largestBytes else {
        left.append("\(kept.title)（\(kept.fileName)，SHA-256 \(kept.digest)）")
        continue
      }
      entries.append(("文件/\(kept.id)-\(safe(kept.fileName))", try file(kept.digest)))
    }
    if !left.isEmpty {
      let text = "以下文件因整卷过大没有放入，请在机构档案中单独下载：\n" + left.joined(separator: "\n")
      entries.append(("未放入的文件.txt", Array((text + "\n").utf8)))
    }
    return try Archive.zip(entries, modified: madeAt.milliseconds / 1000)
  }

  private static func table(_ kind: FactKind, _ facts: [Fact], _ words: FactWords) -> [UInt8] {
    let header =
      kind.columns.map(\.caption) + (kind.hasFields ? ["领域"] : []) + ["登记时间"]
    return csv(
      header: header,
      rows: facts.lazy.map { fact in
        kind.columns.enumerated().map { place, column in
          // Days stay as programs sort them.
          if case .day = column.content {
            words.written(fact.values[place], column)
          } else {
            words.shown(fact.values[place], column)
          }
        }
          + (kind.hasFields ? [fact.fields.isEmpty ? "" : words.fields.joined(fact.fields)] : [])
          + [fact.since.iso]
      })
  }

  private static func timeline(_ entries: [TimelineEntry]) -> [UInt8] {
    csv(
      header: ["时间", "内容", "事项", "经过"],
      rows: entries.lazy.map { [$0.at.iso, $0.kind.label, $0.title, $0.detail] })
  }

  private struct Record: Encodable {
    let madeAt: String
    let uscc: String
    let registration: [String: String]
    /// By code of the kind, every fact by column.
    let facts: [String: [[String: String]]]
    /// By column, those that hold.
    let capabilities: [[String: String]]
    let timeline: [Event]
    let files: [File]

    struct Event: Encodable {
      let at: String
      let kind: String
      let title: String
      let detail: String
    }

    struct File: Encodable {
      let title: String
      let fileName: String
      let sha256: String
      let size: Int
    }
  }

  private static func json(_ dossier: Dossier, _ madeAt: Instant) throws -> [UInt8] {
    let body = dossier.body
    let record = Record(
      madeAt: madeAt.iso, uscc: body.row.uscc,
      registration: [
        "name": body.row.name, "status": body.row.status.rawValue,
        "credit_class": body.row.creditClass.rawValue, "kind": body.kind,
        "legal_form": body.legalForm, "region": body.row.region, "address": body.address,
        "fields": body.fields.joined(separator: ","),
        "legal_representative": body.legalRepresentative, "contact": Masked.text(body.contact),
        "certificate_number": body.row.certificateNumber,
        "certificate_until": body.row.certificateUntil.iso, "since": body.since.iso,
      ],
      facts: Dictionary(
        uniqueKeysWithValues: dossier.facts.map { group in
          (group.kind.code, group.facts.map { fact($0, group.kind, dossier.words) })
        }),
      capabilities: dossier.capabilities.records,
      timeline: dossier.timeline.map {
        Record.Event(at: $0.at.iso, kind: $0.kind.code, title: $0.title, detail: $0.detail)
      },
      files: dossier.files.map {
        Record.File(title: $0.title, fileName: $0.fileName, sha256: $0.digest, size: $0.size)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(record))
  }

  private static func fact(_ fact: Fact, _ kind: FactKind, _ words: FactWords) -> [String: String] {
    var values = ["since": fact.since.iso]
    for (place, column) in kind.columns.enumerated() {
      values[column.key] =
        column.isPersonal
        ? words.shown(fact.values[place], column) : words.written(fact.values[place], column)
    }
    if kind.hasFields { values["fields"] = fact.fields.joined(separator: ",") }
    return values
  }

  /// A name that unpacks everywhere.
  private static func safe(_ name: String) -> String {
    let text = String(
      name.map { character in
        "/\\:*?\"<>|".contains(character) || character.isNewline ? "_" : character
      }.prefix(100))
    return text.isEmpty ? "file" : text
  }
}
