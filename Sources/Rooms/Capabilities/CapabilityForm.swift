internal import HTTP
internal import Kernel
internal import Supervision

/// The form of a capability as it was typed, with what is wrong beside each field.
struct CapabilityForm: Sendable {
  var site = ""
  var certificate = ""
  var category = ""
  var parameter = ""
  var standard = ""
  var standardTitle = ""
  var clause = ""
  var method = ""
  var limits = ""
  var validFrom = ""
  var validUntil = ""
  var reason = ""
  /// `since` of the record when the form was first shown.
  var seen: Int64 = 0
  var problems: [String: String] = [:]

  init() {}

  init(_ row: CapabilityRow) {
    site = row.site.map(String.init) ?? ""
    certificate = row.certificate.map(String.init) ?? ""
    category = row.category
    parameter = row.parameter
    standard = row.standard
    standardTitle = row.standardTitle
    clause = row.clause
    method = row.method
    limits = row.limits
    validFrom = row.validFrom?.iso ?? ""
    validUntil = row.validUntil?.iso ?? ""
    seen = row.since.milliseconds
  }

  init(_ form: Fields) {
    site = form["site"] ?? ""
    certificate = form["certificate"] ?? ""
    category = form["category"] ?? ""
    parameter = form["parameter"] ?? ""
    standard = form["standard"] ?? ""
    standardTitle = form["standard_title"] ?? ""
    clause = form["clause"] ?? ""
    method = form["method"] ?? ""
    limits = form["limits"] ?? ""
    validFrom = form["valid_from"] ?? ""
    validUntil = form["valid_until"] ?? ""
    reason = form["reason"] ?? ""
    seen = Int64(form["seen"] ?? "") ?? 0
  }

  /// What the form says, or what is wrong by field.
  ///
  /// - Parameter places: the sites and certificates of the body.
  func draft(
    _ places: CapabilityPlaces, _ reader: CellReader
  ) -> (draft: CapabilityDraft?, problems: [String: String]) {
    var problems: [String: String] = [:]
    func read(_ name: String, _ take: () throws(CellFault) -> Void) {
      do throws(CellFault) {
        try take()
      } catch {
        problems[name] = error.reason + error.suggestion
      }
    }
    var draft = CapabilityDraft()
    func text(
      _ name: String, _ cell: String, _ caption: String, _ limit: Int, isRequired: Bool
    ) -> String {
      var result = ""
      read(name) { () throws(CellFault) in
        result = try reader.text(cell, caption, limit: limit, isRequired: isRequired)
      }
      return result
    }
    draft.category = text("category", category, "类别（产品）", 200, isRequired: true)
    draft.parameter = text("parameter", parameter, "参数", 200, isRequired: true)
    draft.standard = StandardCode.normalized(
      text("standard", StandardCode.normalized(standard), "标准编号", 60, isRequired: true))
    draft.standardTitle = text("standard_title", standardTitle, "标准名称", 300, isRequired: false)
    draft.clause = text("clause", clause, "条款", 100, isRequired: false)
    draft.method = text("method", method, "方法", 200, isRequired: false)
    draft.limits = text("limits", limits, "限制范围", 500, isRequired: false)
    read("valid_from") { () throws(CellFault) in
      draft.validFrom = validFrom.trimmed.isEmpty ? nil : try reader.day(validFrom, "起始日期")
    }
    read("valid_until") { () throws(CellFault) in
      draft.validUntil = validUntil.trimmed.isEmpty ? nil : try reader.day(validUntil, "截止日期")
    }
    if let from = draft.validFrom, let until = draft.validUntil, until < from {
      problems["valid_until"] = "截止日期早于起始日期。请改正其中之一。"
    }
    draft.site = Int(site) ?? 0
    if draft.site != 0, !places.sites.contains(where: { $0.id == draft.site }) {
      problems["site"] = "这不是该机构现有的场所。请重新选择。"
    }
    draft.certificate = Int(certificate) ?? 0
    if draft.certificate != 0, !places.certificates.contains(where: { $0.id == draft.certificate })
    {
      problems["certificate"] = "这不是该机构现有的证书。请重新选择。"
    }
    if reason.trimmed.isEmpty { problems["reason"] = "没有填写理由。请写明依据，例如批准文件的文号。" }
    return (problems.isEmpty ? draft : nil, problems)
  }
}

/// Where and on what paper a body's capabilities may stand.
struct CapabilityPlaces: Sendable {
  var sites: [(id: Int, name: String)]
  var certificates: [(id: Int, name: String)]
}
