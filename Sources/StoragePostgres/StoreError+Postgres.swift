internal import CPostgres
internal import Storage

extension StoreError {
  /// What an error report of the server means.
  ///
  /// - Parameter connectionIsLost: the connection broke while the statement was on its way.
  init(postgres result: PostgresResult?, connectionIsLost: Bool, message: String, sql: String) {
    let state = result?.field(mingcha_diag_sqlstate) ?? ""
    switch state {
    case "53100":
      self = .full(message)
    case "55P03", "40P01", "40001":
      self = .busy(message)
    case "P0001":
      // A trigger's own words, as RAISE(ABORT, …) gives them on SQLite.
      self = .constraint(name: message)
    case _ where Self.meansUnavailable(state) || connectionIsLost:
      self = .unavailable(message.isEmpty ? "the connection to the server was lost" : message)
    case _ where state.hasPrefix("23"):
      self = .constraint(name: Self.constraintName(state, result, message))
    default:
      self = .statement(sql: sql, message: message)
    }
  }

  /// Connection exceptions, too little of something, and a server that stops or starts.
  private static func meansUnavailable(_ state: String) -> Bool {
    state.hasPrefix("08") || state.hasPrefix("53") || state.hasPrefix("57P")
      || state.hasPrefix("58") || state == "25P03"
  }

  private static func constraintName(_ state: String, _ result: PostgresResult?, _ message: String)
    -> String
  {
    guard let result else { return message }
    let table = result.field(mingcha_diag_table)
    let name = result.field(mingcha_diag_constraint)
    switch state {
    case "23502":
      return "\(table).\(result.field(mingcha_diag_column))"
    case "23503", "23001":
      return "FOREIGN KEY"
    case "23505":
      return columns(in: result.field(mingcha_diag_detail), of: table) ?? name
    default:
      return name.isEmpty ? message : name
    }
  }

  /// `table.first, table.second` out of `Key (first, second)=(…) already exists.`
  ///
  /// - Returns: `nil` when the index is over expressions or the detail is withheld.
  private static func columns(in detail: String, of table: String) -> String? {
    guard let open = detail.firstIndex(of: "(") else { return nil }
    let inside = detail[detail.index(after: open)...]
    guard let close = inside.firstIndex(of: ")"), inside[close...].hasPrefix(")=(") else {
      return nil
    }
    let names = inside[..<close].split(separator: ", ")
    let arePlain = names.allSatisfy { name in
      name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0.isLetterOrDigit }
    }
    return arePlain ? names.map { "\(table).\($0)" }.joined(separator: ", ") : nil
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }
}
