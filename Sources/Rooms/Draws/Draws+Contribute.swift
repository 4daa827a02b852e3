package import Crypto
internal import Draw
package import Kernel
internal import Storage
package import Supervision

extension Draws {
  /// A secret and its commitment, for `mingcha commit` and for the page that shows it once.
  ///
  /// - Returns: both as 64 lower-case hex digits.
  package static func commitLine(
    contributor: String, suite: String, entropy: any Entropy
  ) -> (secret: String, commitment: String) {
    let secret = entropy.bytes(32)
    let commitment = Draw.commitment(
      Suite(rawValue: suite) ?? .sha256, contributor: contributor, secret: secret)
    return (Draw.hex(secret), Draw.hex(commitment))
  }

  /// The shell lines that make the same without this program: OpenSSL and a POSIX shell suffice.
  ///
  /// The secret lands in the file `secret.bin`; the lines print the commitment and the secret.
  static func commitShellLines(contributor: String, suite: String) -> [String] {
    let label = "mingcha-draw-1/commit" + String(repeating: "\\000", count: 11)
    let count = contributor.utf8.count
    let length = [24, 16, 8, 0].map { shift in
      let digits = String(count >> shift & 255, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
    let quoted = "'" + contributor.replacing("'", with: "'\\''") + "'"
    return [
      "openssl rand -out secret.bin 32",
      "{ printf '\(label)\(length)'; printf %s \(quoted); cat secret.bin; } | openssl dgst -\(suite) -r",
      "od -An -v -tx1 secret.bin | tr -d ' \\n'",
    ]
  }

  /// 32 bytes typed as 64 hex digits.
  ///
  /// - Throws: `Problem.refused` naming what is wrong with the text.
  static func digits(_ text: String, _ caption: String) throws -> String {
    let text = text.trimmed.lowercased()
    guard text.utf8.count == 64, Draw.bytes(hex: text) != nil else {
      throw Problem.refused(
        "\(caption)应为 64 个十六进制数字（0–9、a–f，半角），收到 \(text.count) 个字符。请完整复制后重新粘贴。")
    }
    return text
  }

  /// Registers the commitment of the actor's own authority.
  ///
  /// - Throws: `Problem.refused` when the authority is no contributor, has committed, or the stage
  ///   is past.
  package static func commit(
    _ draw: DrawID, commitment: String, by actor: Actor, _ house: House, at moment: Instant? = nil
  ) throws {
    let commitment = try digits(commitment, "承诺值")
    try house.perform(by: actor, at: moment) { transaction in
      try commit(draw, commitment, by: actor, transaction)
    }
  }

  /// Makes a secret for the actor's own authority and registers its commitment; the secret is
  /// returned once and never stored.
  package static func commitWithNewSecret(
    _ draw: DrawID, by actor: Actor, _ house: House, at moment: Instant? = nil
  ) throws -> (secret: String, commitment: String) {
    try house.perform(by: actor, at: moment) { transaction in
      let record = try record(draw, for: actor, transaction.db)
      let name = try contributor(of: actor, to: draw, transaction.db).name
      let line = commitLine(
        contributor: name, suite: record.suite, entropy: house.surroundings.entropy)
      try commit(draw, line.commitment, by: actor, transaction)
      return line
    }
  }

  private static func commit(
    _ draw: DrawID, _ commitment: String, by actor: Actor, _ transaction: Transaction
  ) throws {
    let db = transaction.db
    let record = try record(draw, for: actor, db)
    let own = try contributor(of: actor, to: draw, db)
    try allow(.commit, record.stage)
    guard transaction.now < record.beacon.after else {
      throw Problem.refused(
        "公共随机数的取值时间（\(record.beacon.after.chinese)）已过，此后提交的承诺不能证明没有挑选结果。"
          + "本次抽取只能由组织单位作废，再重新封存并选择以后的一期。")
    }
    if let before = own.committedAt {
      throw Problem.refused("\(own.name)已于 \(before.chinese) 提交承诺值，承诺不能更换。")
    }
    try db.execute(
      """
      UPDATE draw_contributors SET commitment = \(commitment),
        committed_at = \(transaction.now.milliseconds), committed_by = \(actor.account)
      WHERE draw = \(draw) AND contributor = \(own.name)
      """)
    let missing = try db.count(
      """
      SELECT count(*) AS value FROM draw_contributors
      WHERE draw = \(draw) AND commitment IS NULL
      """)
    if missing == 0 {
      try move(draw, from: record.stage, by: .commit, transaction)
    } else {
      try transaction.announce(DrawChanged(draw: draw))
    }
    transaction.journal(
      "draw.commit", ("draw", draw.description),
      [("contributor", own.name), ("commitment", commitment)])
  }

  /// Hands in the secret of the actor's own authority, checked against its commitment.
  package static func handIn(
    _ draw: DrawID, secret: String, by actor: Actor, _ house: House, at moment: Instant? = nil
  ) throws {
    let secret = try digits(secret, "随机数")
    try house.perform(by: actor, at: moment) { transaction in
      let db = transaction.db
      let record = try record(draw, for: actor, db)
      let own = try contributor(of: actor, to: draw, db)
      try allow(.handIn, record.stage)
      if let before = own.handedInAt {
        throw Problem.refused("\(own.name)已于 \(before.chinese) 交出随机数，不需要再交。")
      }
      let bytes = Draw.bytes(hex: secret) ?? []
      let computed = Draw.hex(
        Draw.commitment(
          Suite(rawValue: record.suite) ?? .sha256, contributor: own.name, secret: bytes))
      guard computed == own.commitment else {
        throw Problem.refused(
          "随机数与\(own.name)公布的承诺值不符：由它算出 \(computed.prefix(16))…，承诺值是"
            + " \((own.commitment ?? "").prefix(16))…。请找到提交承诺时保存的那一个随机数；"
            + "找不到时本次抽取只能作废。")
      }
      try db.execute(
        """
        UPDATE draw_contributors SET secret = \(secret),
          handed_in_at = \(transaction.now.milliseconds), handed_in_by = \(actor.account)
        WHERE draw = \(draw) AND contributor = \(own.name)
        """)
      try move(draw, from: record.stage, by: .handIn, transaction)
      transaction.journal(
        "draw.hand-in", ("draw", draw.description), [("contributor", own.name)])
    }
  }

  /// Registers the public randomness, once it can exist.
  ///
  /// - Parameters:
  ///   - evidence: where the value was read: an address, a bulletin.
  ///   - isFallback: whether the announced fallback had to be used; only then the shape may differ.
  package static func recordBeacon(
    _ draw: DrawID, value: String, evidence: String, isFallback: Bool, by actor: Actor,
    _ house: House, at moment: Instant? = nil
  ) throws {
    try house.perform(by: actor, at: moment) { transaction in
      let record = try own(draw, actor, transaction.db)
      try allow(.recordBeacon, record.stage)
      let faults = beaconFaults(
        record.beacon, value, evidence, isFallback: isFallback, now: transaction.now)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      try transaction.db.execute(
        """
        UPDATE draws SET beacon_value = \(value), beacon_evidence = \(evidence),
          beacon_is_fallback = \(isFallback), beacon_at = \(transaction.now.milliseconds)
        WHERE id = \(draw)
        """)
      try move(draw, from: record.stage, by: .recordBeacon, transaction)
      transaction.journal(
        "draw.beacon", ("draw", draw.description),
        [("value", value), ("evidence", evidence), ("fallback", isFallback ? "1" : "0")])
    }
  }

  private static func beaconFaults(
    _ beacon: DrawBeacon, _ value: String, _ evidence: String, isFallback: Bool, now: Instant
  ) -> [String] {
    var faults: [String] = []
    if now < beacon.after {
      faults.append("公布的取值时间是 \(beacon.after.chinese)，现在还不能登记。请在该期公布之后再来。")
    }
    let isPlain = !value.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    if value.isEmpty || value.count > Ceremony.textLength || !isPlain {
      faults.append("请填写公共随机数，不超过 \(Ceremony.textLength) 个字，不含换行和制表符。")
    } else if !isFallback, !Ceremony.hasShape(value, of: beacon.example) {
      faults.append(
        "“\(value)”的写法与封存时公布的示例“\(beacon.example)”不一致（数字个数、空格和符号须逐一对应，数字用半角）。"
          + "请按示例重写；如确需采用备用方案，请勾选。")
    }
    if evidence.isEmpty || evidence.count > Ceremony.textLength
      || evidence.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    {
      faults.append("请写明取值的出处（网址或公告），不超过 \(Ceremony.textLength) 个字。")
    }
    return faults
  }
}
