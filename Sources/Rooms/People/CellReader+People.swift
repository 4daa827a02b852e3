internal import Kernel

extension CellReader {
  func personStatus(_ cell: String) throws(CellFault) -> PersonStatus {
    try word(
      cell, "状态",
      [
        (["在岗", "active", "在聘", "在职", "有效"], .active),
        (["离岗", "leave", "请假", "暂停"], .leave),
        (["退出", "ended", "离职", "解聘", "终止"], .ended),
      ])
  }
}
