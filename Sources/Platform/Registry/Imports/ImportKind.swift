internal import Storage

/// A column of a file for import.
struct ImportColumn: Sendable, Equatable {
  /// As it stands in files and exports.
  let name: String
  /// The English name, taken as well.
  let code: String
  /// Other usual names.
  let aliases: [String]
  /// A file without it is refused.
  let isRequired: Bool
  let hint: String

  init(
    _ name: String, _ code: String, aliases: [String] = [], isRequired: Bool = false,
    _ hint: String
  ) {
    self.name = name
    self.code = code
    self.aliases = aliases
    self.isRequired = isRequired
    self.hint = hint
  }
}

/// What a file brings.
package enum ImportKind: String, StoredWord, CaseIterable, Sendable {
  case bodies, inspectors, experts, conflicts, calendar

  package var label: String {
    switch self {
    case .bodies: "检验检测机构"
    case .inspectors: "执法检查人员"
    case .experts: "专家"
    case .conflicts: "回避关系"
    case .calendar: "工作日历"
    }
  }

  var columns: [ImportColumn] {
    switch self {
    case .bodies: Self.bodyColumns
    case .inspectors: Self.inspectorColumns
    case .experts: Self.expertColumns
    case .conflicts: Self.conflictColumns
    case .calendar: Self.calendarColumns
    }
  }

  private static let bodyColumns = [
    ImportColumn(
      "统一社会信用代码", "uscc", aliases: ["信用代码", "社会信用代码"], isRequired: true, "18位"),
    ImportColumn("机构名称", "name", aliases: ["名称", "单位名称"], isRequired: true, "全称"),
    ImportColumn(
      "资质认定证书编号", "certificate_number", aliases: ["证书编号", "CMA证书编号"],
      isRequired: true, "12位，旧编号也可"),
    ImportColumn(
      "证书有效期至", "certificate_until", aliases: ["有效期至", "证书有效期"], isRequired: true,
      "2028-06-30这样的日期"),
    ImportColumn(
      "行政区划代码", "region", aliases: ["行政区划", "所在区", "区划代码"], isRequired: true,
      "六位代码或名称"),
    ImportColumn("地址", "address", aliases: ["住所", "检验检测地址"], "一行以内"),
    ImportColumn(
      "检验检测领域", "fields", aliases: ["领域"], isRequired: true, "名称，多个用“、”隔开"),
    ImportColumn("信用风险分类", "credit_class", aliases: ["信用分类"], "A、B、C、D；新机构缺省为B"),
    ImportColumn("状态", "status", aliases: ["机构状态"], "正常、暂停、终止；新机构缺省为正常"),
    ImportColumn("法定代表人", "legal_representative", "可空"),
    ImportColumn("联系人", "contact", aliases: ["联系人及电话"], "可空"),
  ]

  private static let inspectorColumns = [
    ImportColumn(
      "人员编号", "code", aliases: ["编号"], isRequired: true, "半角，不重复，例如SH-0001"),
    ImportColumn("姓名", "name", isRequired: true, ""),
    ImportColumn(
      "所属单位", "authority", aliases: ["单位"], isRequired: true, "系统中单位的名称或代码"),
    ImportColumn("部门", "department", "可空，取单位的部门"),
    ImportColumn("行政区划代码", "region", aliases: ["行政区划"], "可空，取单位的区划"),
    ImportColumn(
      "执法证号", "certificate_number", aliases: ["执法证编号"], isRequired: true, ""),
    ImportColumn(
      "执法证有效期至", "certificate_until", aliases: ["有效期至"], isRequired: true,
      "2028-06-30这样的日期"),
    ImportColumn(
      "检查领域", "fields", aliases: ["领域", "专业领域"], isRequired: true, "名称，多个用“、”隔开"),
    ImportColumn("状态", "status", "在岗、离岗、退出；新人员缺省为在岗"),
  ]

  private static let expertColumns = [
    ImportColumn(
      "专家编号", "code", aliases: ["编号", "人员编号"], isRequired: true, "半角，不重复，例如ZJ-0001"),
    ImportColumn("姓名", "name", isRequired: true, ""),
    ImportColumn("工作单位", "employer", aliases: ["单位"], isRequired: true, ""),
    ImportColumn("职称", "title", "可空"),
    ImportColumn(
      "行政区划代码", "region", aliases: ["行政区划"], isRequired: true, "六位代码或名称"),
    ImportColumn(
      "聘期至", "valid_until", aliases: ["有效期至"], isRequired: true, "2028-06-30这样的日期"),
    ImportColumn(
      "专业领域", "fields", aliases: ["领域"], isRequired: true, "名称，多个用“、”隔开"),
    ImportColumn("状态", "status", "在岗、离岗、退出；新专家缺省为在岗"),
  ]

  private static let conflictColumns = [
    ImportColumn(
      "人员编号", "person", aliases: ["编号", "专家编号"], isRequired: true, "检查人员或专家的编号"),
    ImportColumn(
      "统一社会信用代码", "uscc", aliases: ["信用代码"], isRequired: true, "不得检查的机构"),
    ImportColumn("回避理由", "reason", aliases: ["理由"], isRequired: true, "例如：曾任职"),
  ]

  private static let calendarColumns = [
    ImportColumn("日期", "day", isRequired: true, "2026-10-01这样的日期"),
    ImportColumn("类型", "kind", isRequired: true, "放假 或 调休上班"),
    ImportColumn("来源", "source", isRequired: true, "国务院办公厅通知的名称"),
  ]
}
