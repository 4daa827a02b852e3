internal import Draw
internal import Kernel
internal import Plans
package import Storage

/// One credit class of a field on the ruler 抽签尺: every ticket of it on the line from 0 to 1.
package struct RulerStratum: Sendable {
  package let name: String
  package let records: Int
  package let allocated: Int
  /// Where the drawn end: between the last drawn ticket and the next, in ten-thousandths.
  package let cut: Int
  /// All tickets, in ticket order.
  package let dots: [RulerDot]
}

/// One body's ticket.
package struct RulerDot: Sendable {
  package let uscc: String
  package let name: String
  /// 64 hex digits.
  package let ticket: String
  /// The ticket as a fraction of the whole range, in ten-thousandths.
  package let position: Int
  package let isDrawn: Bool
}

extension Draws {
  /// The ruler of one field, stratum by stratum.
  ///
  /// - Returns: nothing while the result of `model` is not to be seen.
  package static func ruler(of model: DrawModel, stage: Int, _ db: any Connection) throws
    -> [RulerStratum]
  {
    guard model.result != nil else { return [] }
    let names = Plans.names(in: try file(FileName.roster, of: model.id, db) ?? [])
    return try ruler(of: model, stage: stage, names, db)
  }

  private static func ruler(
    of model: DrawModel, stage: Int, _ names: [String: String], _ db: any Connection
  ) throws -> [RulerStratum] {
    guard let field = model.stages.first(where: { $0.number == stage }) else { return [] }
    let contents = try db.map(
      """
      SELECT stratum, content FROM draw_rulers WHERE draw = \(model.id) AND stage = \(stage)
      ORDER BY stratum LIMIT 1000
      """
    ) {
      (name: try $0.get("stratum", as: String.self), bytes: try $0.get("content", as: [UInt8].self))
    }
    return contents.map { content in
      let allocated = field.strata.first { $0.name == content.name }?.allocated ?? 0
      let dots = dots(content.bytes, allocated: allocated, names)
      return RulerStratum(
        name: content.name, records: dots.count, allocated: allocated,
        cut: cut(dots, allocated: allocated), dots: dots)
    }
  }

  private static func dots(_ content: [UInt8], allocated: Int, _ names: [String: String])
    -> [RulerDot]
  {
    var dots: [RulerDot] = []
    for line in content.split(separator: UInt8(ascii: "\n")) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let uscc = String(decoding: line[..<tab], as: UTF8.self)
      let ticket = String(decoding: line[(tab + 1)...], as: UTF8.self)
      let high = Int(ticket.prefix(8), radix: 16) ?? 0
      dots.append(
        RulerDot(
          uscc: uscc, name: names[uscc] ?? uscc, ticket: ticket,
          position: high * 10_000 / 0x1_0000_0000, isDrawn: dots.count < allocated))
    }
    return dots
  }

  private static func cut(_ dots: [RulerDot], allocated: Int) -> Int {
    guard allocated > 0 else { return 0 }
    guard allocated < dots.count else { return 10_000 }
    return (dots[allocated - 1].position + dots[allocated].position) / 2
  }
}
