internal import Storage
internal import Supervision

/// 机关: an authority is one department at one level in one region, or a unit such as 执法总队.
enum Authorities {
  /// The levels below the country, with what people call them.
  static let levels = [
    ("province", "省级"), ("city", "市级"), ("district", "区（县）级"), ("station", "所队"),
    ("unit", "直属单位"), ("national", "国家级"),
  ]

  struct Record: RowDecodable, Sendable {
    let id: AuthorityID
    let name: String
    let department: String
    let level: String
    let region: String
    let accounts: Int
    let inspectors: Int

    init(row: Row) throws {
      id = try row.get("id")
      name = try row.get("name")
      department = try row.get("department_name")
      level = try row.get("level")
      region = try row.get("region_name")
      accounts = try row.get("accounts")
      inspectors = try row.get("inspectors")
    }

    var levelLabel: String {
      Authorities.levels.first { $0.0 == level }?.1 ?? level
    }
  }

  /// A new authority as typed.
  struct Draft: Sendable {
    var name = ""
    var department = ""
    var level = "city"
    var region = ""
  }

  static func list(_ scope: RegionScope, page: Int, _ db: any Connection) throws -> (
    rows: [Record], total: Int
  ) {
    let total = try db.count(
      "SELECT count(*) AS value FROM authorities WHERE " + scope.condition("region"))
    let rows: [Record] = try db.all(
      """
      SELECT a.id, a.name, d.name AS department_name, a.level, r.name AS region_name,
        (SELECT count(*) FROM accounts c WHERE c.authority = a.id) AS accounts,
        (SELECT count(*) FROM inspectors i WHERE i.authority = a.id) AS inspectors
      FROM authorities a JOIN departments d ON d.code = a.department
      JOIN regions r ON r.code = a.region
      WHERE
      """ + " " + scope.condition("a.region")
        + " ORDER BY a.region, a.department, a.id LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))"
    )
    return (rows, total)
  }

  /// Registers an authority in the actor's region or below.
  ///
  /// - Throws: `Problem.refused` with every fault of the draft.
  static func create(_ draft: Draft, _ call: Call) throws {
    let actor = try call.actor()
    try call.house.perform(by: actor) { transaction in
      let db = transaction.db
      let faults = try faults(draft, actor.scope, db)
      guard faults.isEmpty else { throw Problem.refused(faults) }
      let number = try db.count(
        """
        SELECT count(*) AS value FROM authorities
        WHERE department = \(draft.department) AND region = \(draft.region)
        """)
      let code = "\(draft.department)-\(draft.region)" + (number == 0 ? "" : "-\(number + 1)")
      let id = try Accounts.insertAuthority(
        code: code, name: draft.name, department: draft.department, level: draft.level,
        region: draft.region, transaction)
      transaction.journal(
        "authority.create", ("authority", id.description),
        [("name", draft.name), ("region", draft.region)])
    }
  }

  private static func faults(_ draft: Draft, _ scope: RegionScope, _ db: any Connection) throws
    -> [String]
  {
    var faults: [String] = []
    if !(2...60).contains(draft.name.count) || draft.name.utf8.contains(where: { $0 < 0x20 }) {
      faults.append("请填写机关全称，2 至 60 个字，一行以内。")
    } else if try db.count("SELECT count(*) AS value FROM authorities WHERE name = \(draft.name)")
      > 0
    {
      faults.append("已有机关“\(draft.name)”，不能重复登记。")
    }
    if !levels.contains(where: { $0.0 == draft.level }) { faults.append("请从列表中选择层级。") }
    if !(try Reference.departments(db)).contains(where: { $0.code == draft.department }) {
      faults.append("请从列表中选择部门。")
    }
    if !(try Reference.regions(db, in: scope)).contains(where: { $0.code == draft.region }) {
      faults.append("请从列表中选择本辖区内的行政区划。")
    }
    return faults
  }
}
