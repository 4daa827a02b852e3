internal import Kernel
internal import Storage
package import Supervision

/// A row about an inspector or expert: known from `since` until `until`, saying something of days.
struct PersonFact: RowDecodable, Sendable {
  let id: Int
  let kind: PersonFactKind
  let draft: PersonFactDraft
  let since: Instant
  let until: Instant?

  static let columns: SQL = """
    f.id, f.kind, f.what, f.number, f.organisation, f.uscc, f.valid_from, f.valid_until,
      f.recuse_until, f.hours, f.note, f.since, f.until
    """

  package init(row: Row) throws {
    id = try row.get("id")
    kind = try row.get("kind")
    draft = PersonFactDraft(
      what: try row.get("what"), number: try row.get("number"),
      organisation: try row.get("organisation"), uscc: try row.get("uscc"),
      validFrom: try row.get("valid_from"), validUntil: try row.get("valid_until"),
      recuseUntil: try row.get("recuse_until"), hours: try row.get("hours"),
      note: try row.get("note"))
    since = Instant(milliseconds: try row.get("since"))
    let ended: Int64? = try row.get("until")
    until = ended.map { Instant(milliseconds: $0) }
  }
}

/// What such a row says.
package struct PersonFactDraft: Sendable, Equatable {
  /// A code or, of a training, its title.
  package var what = ""
  package var number = ""
  package var organisation = ""
  package var uscc = ""
  package var validFrom: CalendarDay?
  package var validUntil: CalendarDay?
  /// Of an interest: the last day of the recusal; none without end.
  var recuseUntil: CalendarDay?
  package var hours: Int?
  package var note = ""

  package init(
    what: String = "", number: String = "", organisation: String = "", uscc: String = "",
    validFrom: CalendarDay? = nil, validUntil: CalendarDay? = nil, recuseUntil: CalendarDay? = nil,
    hours: Int? = nil, note: String = ""
  ) {
    self.what = what
    self.number = number
    self.organisation = organisation
    self.uscc = uscc
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.recuseUntil = recuseUntil
    self.hours = hours
    self.note = note
  }

  func isValid(on day: CalendarDay) -> Bool {
    if let validFrom, day < validFrom { return false }
    if let validUntil, day > validUntil { return false }
    return true
  }

  /// `2026年1月1日至2028年12月31日`, `2028年12月31日止`, or nothing.
  var period: String {
    switch (validFrom, validUntil) {
    case (nil, nil): ""
    case (let from?, nil): "\(from.chinese)起"
    case (nil, let until?): "至\(until.chinese)"
    case (let from?, let until?): "\(from.chinese)至\(until.chinese)"
    }
  }
}

/// What is kept of people in rows.
package enum PersonFactKind: String, StoredWord, CaseIterable, Sendable {
  case certificate, skill, item, interest, leave, training, term, pledge

  /// Whether it is known to the person's own department and the keeper alone.
  var isPrivate: Bool { self == .interest || self == .leave }

  enum Column: String, Sendable {
    case what, number, organisation, uscc, note, hours
    case validFrom = "valid_from"
    case validUntil = "valid_until"
    case recuseUntil = "recuse_until"
  }

  /// A column of this kind as forms, tables and files name it.
  struct Field: Sendable {
    let column: Column
    let label: String
    let isRequired: Bool
    let hint: String

    package init(_ column: Column, _ label: String, isRequired: Bool = false, _ hint: String = "") {
      self.column = column
      self.label = label
      self.isRequired = isRequired
      self.hint = hint
    }
  }

  /// Where the words for `what` come from.
  enum Choices: Sendable {
    case codes(RegistryCodeKind)
    case fields, items, words, none
  }

  var label: String {
    switch self {
    case .certificate: "证件"
    case .skill: "领域资格"
    case .item: "可检查事项"
    case .interest: "任职经历与利害关系"
    case .leave: "请假与离岗"
    case .training: "培训记录"
    case .term: "聘任"
    case .pledge: "保密承诺书"
    }
  }

  /// One line under the heading.
  var explanation: String {
    switch self {
    case .certificate: "部门或省级执法证在封存日至检查结束日有效的，才进入抽取名单"
    case .skill: "在封存日至检查结束日有效的领域写入抽取名单"
    case .item: "没有登记时不限事项；登记后只参加含这些事项的领域"
    case .interest: "写明信用代码的单位自动成为回避机构"
    case .leave: "封存之日在请假期间的，不进入抽取名单"
    case .training: "监管人员培训"
    case .term: "聘期覆盖封存日至检查结束日的，才进入抽取名单"
    case .pledge: "没有签署的专家不进入抽取名单"
    }
  }

  var isOfInspectors: Bool { self != .term && self != .pledge }
  var isOfExperts: Bool { self != .certificate && self != .item }

  var choices: Choices {
    switch self {
    case .certificate: .codes(.inspectorCertificate)
    case .skill: .fields
    case .item: .items
    case .interest: .codes(.interest)
    case .leave: .codes(.leave)
    case .training: .words
    case .term: .none
    case .pledge: .codes(.pledge)
    }
  }

  /// The columns of this kind in their order.
  var fields: [Field] {
    switch self {
    case .certificate:
      [
        Field(.what, "证件种类", isRequired: true), Field(.number, "证号", isRequired: true),
        Field(.organisation, "发证机关"), Field(.validFrom, "有效期自"),
        Field(.validUntil, "有效期至", isRequired: true), Field(.note, "备注"),
      ]
    case .skill:
      [
        Field(.what, "领域", isRequired: true), Field(.validFrom, "有效期自"),
        Field(.validUntil, "有效期至", "空着表示长期"), Field(.note, "依据", "如培训考核合格"),
      ]
    case .item:
      [
        Field(.what, "事项", isRequired: true), Field(.validFrom, "有效期自"),
        Field(.validUntil, "有效期至", "空着表示长期"), Field(.note, "备注"),
      ]
    case .interest:
      [
        Field(.what, "关系", isRequired: true), Field(.organisation, "单位名称", isRequired: true),
        Field(.uscc, "统一社会信用代码", "填写后自动回避这家机构"), Field(.validFrom, "起"),
        Field(.validUntil, "止", "空着表示仍在"),
        Field(.recuseUntil, "回避至", "空着表示一直回避"), Field(.note, "说明"),
      ]
    case .leave:
      [
        Field(.what, "原因", isRequired: true), Field(.validFrom, "第一天", isRequired: true),
        Field(.validUntil, "最后一天", "空着表示尚未确定"), Field(.note, "备注"),
      ]
    case .training:
      [
        Field(.what, "培训名称", isRequired: true), Field(.organisation, "举办单位", isRequired: true),
        Field(.validFrom, "开始", isRequired: true), Field(.validUntil, "结束"),
        Field(.hours, "学时"), Field(.note, "考核结果"),
      ]
    case .term:
      [
        Field(.organisation, "聘任机关"), Field(.number, "聘任文件"), Field(.validFrom, "聘期自"),
        Field(.validUntil, "聘期至", isRequired: true), Field(.note, "备注"),
      ]
    case .pledge:
      [
        Field(.what, "承诺书", isRequired: true), Field(.validFrom, "签署日期", isRequired: true),
        Field(.number, "原件档案号", isRequired: true), Field(.validUntil, "有效期至", "空着表示长期"),
        Field(.note, "备注"),
      ]
    }
  }
}
