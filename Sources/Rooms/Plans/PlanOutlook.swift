package import Draw
internal import Kernel
internal import People
package import Storage
package import Supervision

/// What a plan would lead to if it were frozen now: pools, chances, people; and what stands
/// against it.
package struct PlanOutlook: Sendable {
  /// One department's people for one field.
  struct Team: Sendable {
    let department: String
    let label: String
    let isLead: Bool
    /// Per visit.
    let people: Int
    /// Who may take part: valid certificate, right department; nil before a forecast exists.
    let candidates: Int
    /// Over the bodies of the pool, the fewest who may visit one of them.
    let fewest: Int?
  }
  struct Field: Sendable {
    let number: Int
    let name: String
    let quota: Int
    let pool: Int
    /// Whether an earlier field may take bodies of this pool.
    let isExact: Bool
    let strata: [DrawnStratum]
    let teams: [Team]

    /// As the chances of a draw are shown.
    var drawnField: DrawnField {
      DrawnField(
        number: number, name: name, field: "", pool: pool, quota: quota, strata: strata)
    }
  }
  /// One department over all fields.
  struct Load: Sendable {
    let department: String
    let label: String
    let candidates: Int
    /// Person-visits in all fields together.
    let needed: Int
    /// Visits that fall to somebody at least.
    var perPerson: Int { candidates > 0 ? (needed + candidates - 1) / candidates : needed }
  }

  let bodies: Int
  let people: Int
  let fields: [Field]
  let loads: [Load]
  /// How many visits one person can make in the visiting period, at one a day.
  let visitDays: Int
  /// Whether `visitDays` are working days by the calendar; otherwise every day counts.
  let knowsCalendar: Bool
  package let faults: [FormFault]

  /// Basis points of the bodies that are drawn.
  func ratio(of total: Int) -> Int { bodies > 0 ? total * 10_000 / bodies : 0 }
}

extension Plans {
  /// The day on which certificates must be valid: the last of the visits, or today if that is past.
  static func certificateDay(_ content: PlanContent, _ today: CalendarDay) -> CalendarDay {
    max(content.visitsUntil, today)
  }

  /// The very files that a freeze at this moment would store.
  package static func frozenFiles(
    _ content: PlanContent, region: String, today: CalendarDay, _ db: any Connection
  ) throws -> FrozenFiles {
    let scope = RegionScope(region: region)
    let day = certificateDay(content, today)
    return FrozenFiles(
      roster: try RegistryFiles.rosterFile(scope: scope, on: day, db).bytes,
      rules: rulesFile(content, region: region),
      inspectors: try RegistryFiles.inspectorsFile(scope: scope, on: day, frozenOn: today, db)
        .bytes,
      conflicts: try RegistryFiles.conflictsFile(scope: scope, on: today, db).bytes)
  }

  /// Everything the rules and the registry say about a plan at this moment.
  package static func outlook(
    _ content: PlanContent, region: String, today: CalendarDay, _ db: any Connection
  ) throws -> PlanOutlook {
    let files = try frozenFiles(content, region: region, today: today, db)
    return try outlook(content, region: region, today: today, files, db)
  }

  package static func outlook(
    _ content: PlanContent, region: String, today: CalendarDay, _ files: FrozenFiles,
    _ db: any Connection
  ) throws -> PlanOutlook {
    let labels = Dictionary(
      uniqueKeysWithValues: try Reference.departments(db).map { ($0.code, $0.name) })
    var faults = try ruleFaults(of: content, region: region, today: today, db)
    let days = visitDays(content, try Reference.calendar(db))
    let forecast: Forecast
    do throws(Refusal) {
      forecast = try Draw.forecast(files)
    } catch {
      // The sentences above say the same for people, if they say anything.
      if faults.isEmpty {
        faults.append(FormFault(input: "", sentence: "按现有名录无法抽取：\(error.description)"))
      }
      return PlanOutlook(
        bodies: lines(files.roster), people: lines(files.inspectors ?? []), fields: [],
        loads: [], visitDays: days.count, knowsCalendar: days.isWorking, faults: faults)
    }
    let bodyNames = names(in: files.roster)
    let fields = zip(content.fields, forecast.stages).map { field, stage in
      self.field(field, stage, labels)
    }
    for (stage, field) in zip(forecast.stages, fields) {
      faults += poolFaults(field)
      faults += teamFaults(stage, field, bodyNames)
    }
    let loads = loads(content, fields, labels)
    faults += loads.compactMap { loadFault($0, content, days) }
    return PlanOutlook(
      bodies: forecast.roots.roster.records, people: forecast.roots.inspectors?.records ?? 0,
      fields: fields, loads: loads, visitDays: days.count, knowsCalendar: days.isWorking,
      faults: faults)
  }

  /// The faults a plan has whatever the registry holds.
  static func ruleFaults(
    of content: PlanContent, region: String, today: CalendarDay, _ db: any Connection
  ) throws -> [FormFault] {
    let jurisdictions = [region, region.prefix(4) + "00", region.prefix(2) + "0000"]
    return PlanCheck.faults(
      of: content,
      teamMinimum: try Reference.rules(db).rule(
        "team-minimum", on: today, jurisdictions: jurisdictions),
      fieldCodes: try Reference.fields(db).map(\.code),
      departmentCodes: try Reference.departments(db).map(\.code))
  }

  /// Days on which visits may be made: working days where the calendar knows them.
  private static func visitDays(_ content: PlanContent, _ calendar: WorkCalendar) -> (
    count: Int, isWorking: Bool
  ) {
    guard content.visitsFrom <= content.visitsUntil else { return (0, false) }
    let before = content.visitsFrom.adding(days: -1)
    if let count = try? calendar.workingDays(from: before, to: content.visitsUntil) {
      return (count, true)
    }
    return (content.visitsUntil.days(since: before), false)
  }

  private static func field(
    _ field: PlanField, _ stage: StageForecast, _ names: [String: String]
  ) -> PlanOutlook.Field {
    PlanOutlook.Field(
      number: stage.number, name: field.name, quota: stage.quota, pool: stage.pool,
      isExact: stage.isExact,
      strata: stage.strata.map {
        DrawnStratum(
          name: $0.name, records: $0.records, weight: $0.weight, allocated: $0.allocated)
      },
      teams: zip(field.roles, stage.roles).map { role, forecast in
        PlanOutlook.Team(
          department: role.department, label: names[role.department] ?? role.department,
          isLead: role.isLead, people: role.people, candidates: forecast.fitting,
          fewest: forecast.fewestCandidates)
      })
  }

  private static func loads(
    _ content: PlanContent, _ fields: [PlanOutlook.Field], _ names: [String: String]
  ) -> [PlanOutlook.Load] {
    var order: [String] = []
    var needed: [String: Int] = [:]
    var candidates: [String: Int] = [:]
    for field in fields {
      for team in field.teams {
        if needed[team.department] == nil { order.append(team.department) }
        needed[team.department, default: 0] += field.quota * team.people
        candidates[team.department] = team.candidates
      }
    }
    return order.map {
      PlanOutlook.Load(
        department: $0, label: names[$0] ?? $0, candidates: candidates[$0] ?? 0,
        needed: needed[$0] ?? 0)
    }
  }

  /// How many records a table has.
  private static func lines(_ file: [UInt8]) -> Int {
    max(0, file.count { $0 == UInt8(ascii: "\n") } - 1)
  }

  /// Name by id, as the roster has them.
  package static func names(in roster: [UInt8]) -> [String: String] {
    var names: [String: String] = [:]
    for line in roster.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2)
      guard fields.count > 1 else { continue }
      names[String(decoding: fields[0], as: UTF8.self)] = String(decoding: fields[1], as: UTF8.self)
    }
    return names
  }
}
