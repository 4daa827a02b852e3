package import HTTP
package import Sheets
internal import Storage
package import Supervision

extension ExportRequest {
  /// - Throws: `Problem.refused` when the state of an earlier day is asked of a library that keeps
  ///   none.
  package func refuseAsOf(_ label: String) throws {
    guard asOf == nil else {
      throw Problem.refused("\(label)不保存历史状态，不能按过去的日期导出。请去掉日期后再导出。")
    }
  }
}

extension Imports {
  /// The list page's records as a file, in the columns of the import, so that it can be corrected
  /// and sent back.
  ///
  /// The address says `format` and `as-of` beside the filters of the list.
  package static func exportAnswer(_ kind: ImportKind, _ call: Call) throws -> Response {
    let actor = try call.actor()
    let query = call.request.query
    let format = query["format"].flatMap(TableFormat.init(rawValue:)) ?? .csv
    let day = try asOfDay(query["as-of"] ?? "")
    try refuseFuture(day, call.now)
    let request = ExportRequest(
      actor: actor, filter: query, asOf: day.flatMap(endOfDay), now: call.now)
    let house = call.house
    let name = "\(kind.label)-\((day ?? call.now.day).iso)"
    return try house.exports.answer("\(kind.label)，\(format.label)", for: actor, house) { run in
      let file = try TemporaryTable(house)
      try file.write(kind, format, named: kind.label, now: request.now) { write in
        var rows = 0
        try house.store.read { db in
          try kind.library.export(request, db) { cells in
            rows += 1
            if rows % 1000 == 0 { try run.report(rows) }
            try write(cells)
          }
        }
        try run.report(rows)
      }
      try note(kind, format, rows: file.rows, day, query, by: actor, house)
      return file.finished(format, named: name)
    }
  }

  /// Writes every record of a library to an open file, and notes in the journal that it went out.
  ///
  /// - Parameters:
  ///   - asOf: the state at the end of this day.
  ///   - actor: who may see what; nil for the house itself.
  /// - Returns: the number of rows.
  package static func export(
    _ kind: ImportKind, _ format: TableFormat, to descriptor: Int32, asOf day: CalendarDay?,
    by actor: Actor?, _ house: House
  ) throws -> Int {
    let now = house.now()
    try refuseFuture(day, now)
    let rows = try house.store.read { db in
      let request = ExportRequest(
        actor: try actor ?? houseActor(db), filter: Fields(), asOf: day.flatMap(endOfDay),
        now: now)
      return try writeTable(kind, format, to: descriptor, named: kind.label, now: now) { write in
        try kind.library.export(request, db, write)
      }
    }
    try note(kind, format, rows: rows, day, Fields(), by: actor, house)
    return rows
  }

  private static func note(
    _ kind: ImportKind, _ format: TableFormat, rows: Int, _ day: CalendarDay?, _ filter: Fields,
    by actor: Actor?, _ house: House
  ) throws {
    let filters = filter.pairs.filter { !["format", "as-of", "page"].contains($0.name) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    try house.perform(by: actor) { transaction in
      transaction.journal(
        "registry.export", ("library", kind.rawValue),
        [
          ("format", format.rawValue), ("rows", String(rows)), ("as-of", day?.iso ?? ""),
          ("filter", String(filters.prefix(200))),
        ].filter { !$0.1.isEmpty })
    }
    house.surroundings.log(
      "event=export kind=\(kind) format=\(format.rawValue) rows=\(rows)")
  }

  private static func asOfDay(_ text: String) throws -> CalendarDay? {
    guard !text.isEmpty else { return nil }
    guard let day = CalendarDay(iso: text) else {
      throw Problem.refused("导出日期“\(text)”不是2026-10-01这样的日期。")
    }
    return day
  }

  private static func refuseFuture(_ day: CalendarDay?, _ now: Instant) throws {
    if let day, day > now.day {
      throw Problem.refused("\(day.iso)还没有到，不能导出那一天的状态。请改为今天或以前的日期，或去掉日期。")
    }
  }

  /// The last moment of a day in Shanghai.
  private static func endOfDay(_ day: CalendarDay) -> Instant? {
    Instant(local: "\(day.adding(days: 1).iso)T00:00")?.adding(milliseconds: -1)
  }
}
