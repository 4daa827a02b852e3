/// What has just been done, said once on the next page.
package enum Done: String, CaseIterable, Sendable {
  case saved
  case imported
  case dropped
  case frozen
  case committed
  case beaconed
  case handedIn = "handed-in"
  case drawn
  case revealed
  case voided
  case amended
  case scheduled
  case notified
  case began
  case answered
  case submitted
  case countersigned
  case returned
  case approved
  case published
  case corrected
  case closed
  case signedOut = "signed-out"
  case unlocked
  case lent
  case takenBack = "taken-back"
  case ended
  case closedFact = "closed-fact"

  package var sentence: String {
    switch self {
    case .saved: "已保存。"
    case .imported: "导入完成，全部合格行已入库，原始文件已留存。"
    case .dropped: "已放弃这个文件，没有导入任何内容。"
    case .frozen: "名单、规则与机会已封存并公布。"
    case .committed: "承诺值已登记。请妥善保管您的随机数，公共随机数产生后再交出。"
    case .beaconed: "公共随机数已登记。"
    case .handedIn: "随机数与承诺值相符，已登记。"
    case .drawn: "抽取完成，检查任务已生成。"
    case .revealed: "抽取记录已全部公开。"
    case .voided: "本次抽取已作废，编号与理由保持公开。"
    case .amended: "递补（回避）已按序生效。"
    case .scheduled: "检查时间已确定。"
    case .notified: "检查告知已送达机构。"
    case .began: "现场检查已开始。"
    case .answered: "刚才那一项已存好。"
    case .submitted: "已提交。"
    case .countersigned: "已会签，等待审核。"
    case .returned: "已退回。"
    case .approved: "已审定。"
    case .published: "已公开。"
    case .corrected: "更正已公开，原记录保留。"
    case .closed: "整改已闭环。"
    case .signedOut: "已退出登录。"
    case .unlocked: "账号已解锁。"
    case .lent: "已委托。"
    case .takenBack: "委托已结束。"
    case .ended: "已停用。"
    case .closedFact: "已结束，仍可在变更记录里查到。"
    }
  }
}
