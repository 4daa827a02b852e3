internal import Kernel
internal import Supervision

extension CellReader {
  func credit(_ cell: String) throws(CellFault) -> CreditClass {
    try word(
      cell, "信用风险分类",
      CreditClass.allCases.map { ([$0.rawValue, $0.label, $0.fullLabel, $0.rawValue + "类"], $0) })
  }

  func bodyStatus(_ cell: String) throws(CellFault) -> BodyStatus {
    try word(
      cell, "状态",
      [
        (["正常", "active", "有效", "在业", "存续"], .active),
        (["暂停", "suspended", "停业"], .suspended),
        (["终止", "ended", "注销", "失效"], .ended),
      ])
  }
}
