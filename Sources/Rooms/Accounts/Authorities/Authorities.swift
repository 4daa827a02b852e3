package import Kernel
package import Storage
package import Supervision

/// 机关: an authority is one department at one level in one region, or a unit that is no division
/// (临港新片区, 执法总队, 机场分局) or a technical support unit.
package enum Authorities {
  /// The levels below the country, with what people call them.
  package static let levels = [
    ("province", "省级"), ("city", "市级"), ("district", "区（县）级"), ("station", "所队"),
    ("unit", "直属单位"), ("national", "国家级"),
  ]

  static let levelNames = CodeNames(levels.map { (code: $0.0, name: $0.1) })

  package struct Record: RowDecodable, Sendable {
    package let id: AuthorityID
    let code: String
    package let name: String
    let department: String
    let departmentName: String
    let level: String
    let region: String
    let regionName: String
    /// What a unit looks after that is no division, such as 临港新片区.
    package let area: String
    package let isSupport: Bool
    /// As registered; nil where it follows from department and region.
    package let parent: AuthorityID?
    let validFrom: CalendarDay?
    package let validUntil: CalendarDay?
    let accounts: Int
    let inspectors: Int

    static let columns: SQL = """
      a.id, a.code, a.name, a.department, d.name AS department_name, a.level, a.region,
        r.name AS region_name, a.area, a.is_support, a.parent, a.valid_from, a.valid_until,
        (SELECT count(*) FROM accounts c WHERE c.authority = a.id AND c.state = 'active')
          AS accounts,
        (SELECT count(*) FROM inspectors i WHERE i.authority = a.id AND i.status <> 'ended')
          AS inspectors
      FROM authorities a JOIN departments d ON d.code = a.department
      JOIN regions r ON r.code = a.region
      """

    package init(row: Row) throws {
      id = try row.get("id")
      code = try row.get("code")
      name = try row.get("name")
      department = try row.get("department")
      departmentName = try row.get("department_name")
      level = try row.get("level")
      region = try row.get("region")
      regionName = try row.get("region_name")
      area = try row.get("area")
      isSupport = try row.get("is_support")
      parent = try row.get("parent")
      validFrom = try row.get("valid_from")
      validUntil = try row.get("valid_until")
      accounts = try row.get("accounts")
      inspectors = try row.get("inspectors")
    }

    var levelLabel: String {
      Authorities.levels.first { $0.0 == level }?.1 ?? level
    }

    /// The region, or what the unit looks after in it.
    var place: String { area.isEmpty ? regionName : "\(area)（\(regionName)）" }

    func exists(on day: CalendarDay) -> Bool {
      (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
    }

    package var summary: AuthoritySummary {
      AuthoritySummary(id: id, name: name, department: department, level: level, region: region)
    }
  }

  /// An authority as typed.
  package struct Draft: Sendable, Equatable {
    package var name = ""
    var department = ""
    var level = "city"
    var region = ""
    package var area = ""
    package var isSupport = false
    /// Number of the superior, or empty where it follows from department and region.
    package var parent = ""
    var validFrom = ""
    var reason = ""
    /// Of an edit: the version that was shown.
    var seen = 0

    package init(
      name: String = "", department: String = "", level: String = "city", region: String = "",
      area: String = "", isSupport: Bool = false, parent: String = "", validFrom: String = "",
      reason: String = "", seen: Int = 0
    ) {
      self.name = name
      self.department = department
      self.level = level
      self.region = region
      self.area = area
      self.isSupport = isSupport
      self.parent = parent
      self.validFrom = validFrom
      self.reason = reason
      self.seen = seen
    }
  }

  /// 处室: a department within an authority.
  package struct Office: RowDecodable, Sendable {
    package let id: Int
    package let name: String
    let duty: String
    let validFrom: CalendarDay?
    package let validUntil: CalendarDay?

    package init(row: Row) throws {
      id = try row.get("id")
      name = try row.get("name")
      duty = try row.get("duty")
      validFrom = try row.get("valid_from")
      validUntil = try row.get("valid_until")
    }
  }

  /// What was registered of an authority, with who brought it.
  struct Version: RowDecodable, Sendable {
    package let id: Int
    package let name: String
    package let parent: String
    let level: String
    let region: String
    package let area: String
    let known: Provenance

    package init(row: Row) throws {
      id = try row.get("id")
      name = try row.get("name")
      parent = try row.get("parent", as: String?.self) ?? ""
      level = try row.get("level")
      region = try row.get("region")
      area = try row.get("area")
      known = try Provenance(row: row)
    }
  }
}
