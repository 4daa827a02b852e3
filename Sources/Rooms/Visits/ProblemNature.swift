internal import Kernel
internal import Storage

/// The kind of a violation, by 检验检测机构监督管理办法 (总局令第39号) articles 13 and 14, repeated in
/// 沪市监认检〔2023〕246号 annex items 12–13 and 同市监认证〔2025〕92号 annex items 13–14.
package enum ProblemNature: String, StoredWord, CaseIterable {
  case ordinary = ""
  case sampleHandling = "B1"
  case uncalibrated = "B2"
  case methodBreached = "B3"
  case recordsMissing = "B4"
  case notTested = "X1"
  case dataForged = "X2"
  case itemsChanged = "X3"
  case sampleSwapped = "X4"
  case sealForged = "X5"

  var label: String {
    switch self {
    case .ordinary: "一般问题"
    case .sampleHandling: "涉嫌不实：样品采集、标识、流转、保存等不符合规定"
    case .uncalibrated: "涉嫌不实：使用未经检定或校准的仪器、设备、设施"
    case .methodBreached: "涉嫌不实：违反国家有关强制性规定的规程或方法"
    case .recordsMissing: "涉嫌不实：未按规定传输、保存原始数据和报告"
    case .notTested: "涉嫌虚假：未经检验检测"
    case .dataForged: "涉嫌虚假：伪造、变造原始数据、记录"
    case .itemsChanged: "涉嫌虚假：减少、遗漏、变更项目或改变关键条件"
    case .sampleSwapped: "涉嫌虚假：调换样品或改变其原有状态"
    case .sealForged: "涉嫌虚假：伪造公章、专用章、签名或签发时间"
    }
  }

  /// A few words, for a chip.
  var short: String {
    isInaccurate ? "涉嫌不实 \(rawValue)" : isFalse ? "涉嫌虚假 \(rawValue)" : label
  }

  /// Data or results may be wrong (不实).
  package var isInaccurate: Bool { rawValue.hasPrefix("B") }
  /// Data or results may be made up (虚假).
  package var isFalse: Bool { rawValue.hasPrefix("X") }
}
