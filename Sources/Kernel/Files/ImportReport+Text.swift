internal import FoundationEssentials

extension ImportFinding {
  /// `第3行“证书有效期至”列“2029-13-01”：…。…`
  package var sentence: String {
    let place = (row.map { "第\($0)行" } ?? "") + (column.isEmpty ? "" : "“\(column)”列")
    let what = value.isEmpty ? "" : "“\(value)”"
    return (isRefused ? "不合格　" : "提示　") + place + what
      + (place.isEmpty && what.isEmpty ? "" : "：") + reason + suggestion
  }
}

extension ImportReport {
  /// The counts in one line.
  package var sentence: String {
    "\(kind.label) \(fileName)：读到\(counts.read)行，新增\(counts.new)，更新\(counts.changed)，"
      + "终止\(counts.ended)，未变\(counts.same)，不合格\(counts.refused)。"
      + (isAccepted ? "已导入。" : "只是检查，没有导入。")
  }

  private struct Text: Encodable {
    struct Finding: Encodable {
      let refused: Bool
      let row: Int?
      let column: String
      let value: String
      let reason: String
      let suggestion: String
    }
    let `import`: Int?
    let kind: String
    let file: String
    let sha256: String?
    let accepted: Bool
    let read: Int
    let new: Int
    let changed: Int
    let ended: Int
    let same: Int
    let refused: Int
    let findings: [Finding]
  }

  /// Everything, for programs.
  package var json: String {
    let text = Text(
      import: id?.number, kind: kind.rawValue, file: fileName,
      sha256: digest.isEmpty ? nil : digest, accepted: isAccepted, read: counts.read,
      new: counts.new, changed: counts.changed, ended: counts.ended, same: counts.same,
      refused: counts.refused,
      findings: findings.map {
        Text.Finding(
          refused: $0.isRefused, row: $0.row, column: $0.column, value: $0.value,
          reason: $0.reason, suggestion: $0.suggestion)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
