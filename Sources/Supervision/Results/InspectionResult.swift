/// The result of an inspection, in the words of the 国家企业信用信息公示系统.
///
/// Raw values are the codes of that system.
package enum InspectionResult: String, CaseIterable, Hashable, Sendable {
  case noProblem = "1"
  case industryAndCommerce = "2"
  case foodAndDrug = "3"
  case qualitySupervision = "4"
  case otherDepartment = "5"
  case unreachable = "6"
  case closed = "7"
  case obstructed = "8"
  case deregistered = "9"
  case licenceRevoked = "10"
  case registrationRescinded = "11"
  case movedAway = "12"
  case pending = "A"
  case notPublicized = "B"
  case concealed = "C"
  case otherIndustryAndCommerce = "D"
  case corrected = "E"
  case noActivity = "F"
  case publicSecurity = "G"

  package var code: String { rawValue }

  package var label: String {
    switch self {
    case .noProblem: "未发现问题"
    case .industryAndCommerce: "违反工商行政管理相关规定"
    case .foodAndDrug: "违反食品药品管理相关规定"
    case .qualitySupervision: "违反质量技术监督相关规定"
    case .otherDepartment: "违反其他部门相关规定"
    case .unreachable: "通过登记的住所（经营场所）无法联系"
    case .closed: "已关闭停业或正在组织清算"
    case .obstructed: "不配合检查情节严重"
    case .deregistered: "注销"
    case .licenceRevoked: "被吊销"
    case .registrationRescinded: "被撤销"
    case .movedAway: "迁出"
    case .pending: "发现问题待后续处理"
    case .notPublicized: "未按规定公示应当公示的信息"
    case .concealed: "公示信息隐瞒真实情况弄虚作假"
    case .otherIndustryAndCommerce: "违反其他工商行政管理规定行为"
    case .corrected: "发现问题经责令已改正"
    case .noActivity: "未发现开展本次抽查涉及的经营活动"
    case .publicSecurity: "违反公安部门相关规定"
    }
  }

  /// `发现问题待后续处理` for the results that are a kind of it.
  package var parent: InspectionResult? {
    switch self {
    case .industryAndCommerce, .foodAndDrug, .qualitySupervision, .otherDepartment, .unreachable,
      .notPublicized, .concealed, .otherIndustryAndCommerce, .publicSecurity:
      .pending
    default: nil
    }
  }

  /// The entry of the short national list under which it is made public.
  package var national: NationalResult {
    switch self {
    case .noProblem: .noProblem
    case .notPublicized: .notPublicized
    case .concealed: .concealed
    case .unreachable: .unreachable
    case .corrected: .corrected
    case .pending, .industryAndCommerce, .foodAndDrug, .qualitySupervision, .otherDepartment,
      .otherIndustryAndCommerce, .publicSecurity:
      .pending
    case .obstructed: .obstructed
    case .noActivity: .noActivity
    case .closed: .closed
    case .deregistered, .licenceRevoked, .registrationRescinded, .movedAway: .other
    }
  }

  /// Why a selection is not allowed; empty when it is.
  package static func check(_ codes: Set<InspectionResult>) -> [String] {
    if codes.isEmpty { return ["尚未选择检查结果，请至少选择一项。"] }
    guard codes.contains(.noProblem), codes.count > 1 else { return [] }
    let others = allCases.filter { $0 != .noProblem && codes.contains($0) }
    let names = others.map { "“\($0.label)”" }.joined(separator: "、")
    return ["“未发现问题”不能与其他结果同时选择，请取消“未发现问题”，或取消\(names)。"]
  }
}

/// The short national list of results for the public record.
package enum NationalResult: String, CaseIterable, Hashable, Sendable {
  case noProblem = "no-problem"
  case notPublicized = "not-publicized"
  case concealed, unreachable, corrected, pending, obstructed
  case noActivity = "no-activity"
  case closed, other

  package var label: String {
    switch self {
    case .noProblem: "未发现问题"
    case .notPublicized: "未按规定公示应当公示的信息"
    case .concealed: "公示信息隐瞒真实情况、弄虚作假"
    case .unreachable: "通过登记的住所（经营场所）无法联系"
    case .corrected: "发现问题已责令改正"
    case .pending: "发现问题待后续处理"
    case .obstructed: "不配合检查情节严重"
    case .noActivity: "未发现开展本次抽查涉及的经营活动"
    case .closed: "已关闭停业或正在组织清算"
    case .other: "其他（注销/吊销/撤销/迁出）"
    }
  }
}
