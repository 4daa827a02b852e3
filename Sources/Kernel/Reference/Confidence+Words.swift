package import Supervision

extension LegalRule.Confidence {
  /// How the number is known, for people.
  package var words: String {
    switch self {
    case .statute: "已读法规原文"
    case .governing: "已读规范性文件"
    case .checked: "已核算"
    case .press: "报道或政府网页摘录"
    case .published: "公开数据文件"
    case .paraphrase: "转述"
    case .unverified: "尚无原文"
    }
  }
}
