/// The contributions of `seed.tsv`, which together make the randomness.
///
/// Rule: mingcha-draw-1 §2.
struct Seed: Sendable {
  static let secretLength = 32

  private var lines: [(contributor: ArraySlice<UInt8>, kind: ArraySlice<UInt8>, value: [UInt8])]

  init(_ bytes: [UInt8]) throws(Refusal) {
    let table = try Table(
      bytes, named: FileName.seed,
      begins: Table.Columns(names: ["contributor", "kind", "value"], areFirst: false))
    if table.recordCount == 0 {
      throw Refusal(
        file: FileName.seed, line: 0, reason: "没有任何随机数贡献，请至少写入一行secret或public。")
    }
    lines = []
    for record in 0..<table.recordCount {
      let contributor = table.field(0, record: record)
      if record > 0, !precedes(table.field(0, record: record - 1), contributor) {
        throw table.refusal(
          record: record, "贡献者\(contributor.quoted)重复或没有按字节升序排列，请重新排序并去重。")
      }
      let value = try Self.value(of: record, in: table)
      lines.append((contributor, table.field(1, record: record), value))
    }
  }

  private static func value(of record: Int, in table: Table) throws(Refusal) -> [UInt8] {
    let kind = table.field(1, record: record)
    let value = table.field(2, record: record)
    if kind.equals("public") { return [UInt8](value) }
    guard kind.equals("secret") else {
      throw table.refusal(record: record, "种类\(kind.quoted)不对，请写secret或public。")
    }
    guard let secret = Draw.bytes(hex: value), secret.count == secretLength else {
      throw table.refusal(
        record: record, "secret的值应为64个小写十六进制数字，请核对提交的原值。")
    }
    return secret
  }

  /// `K`: binds the contributions to the frozen files.
  func key(_ roots: Roots, _ suite: Suite) -> Digest {
    var message = Message()
    message.label("mingcha-draw-1/seed")
    message.lp(roots.roster.root)
    message.lp(roots.inspectors?.root ?? [])
    message.lp(roots.conflicts?.root ?? [])
    message.lp(roots.rulesHash)
    for line in lines {
      message.lp(line.contributor)
      message.lp(line.kind)
      message.lp(line.value)
    }
    return message.digest(suite)
  }
}

/// What a contributor publishes before the draw so that the secret cannot be changed afterwards.
///
/// Rule: mingcha-draw-1 §2.
///
/// - Parameter secret: 32 bytes.
package func commitment(
  _ suite: Suite, contributor: String, secret: [UInt8]
) -> [UInt8] {
  var message = Message()
  message.label("mingcha-draw-1/commit")
  message.lp([UInt8](contributor.utf8))
  message.raw(secret)
  return message.digest(suite).bytes
}
