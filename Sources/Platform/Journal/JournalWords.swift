/// What an action is called on screens. An unknown action shows as it is stored.
enum JournalWords {
  private static let labels = [
    "account.sign-in": "登录", "account.sign-in-failed": "登录失败", "account.lock": "账号锁定",
    "account.sign-out": "退出", "account.sign-out-everywhere": "全部退出",
    "account.password": "修改密码", "account.reset-password": "重置密码", "account.create": "建立账号",
    "account.roles": "分配角色",
    "account.session-end": "结束登录", "account.second-factor": "设置动态口令",
    "account.second-factor-remove": "解除自己的动态口令", "account.second-factor-reset": "解除动态口令",
    "account.recovery-codes": "换一套恢复码", "account.rules": "修改账号规则",
    "account.lend": "委托角色", "account.lend-end": "结束委托",
    "account.link": "关联统一身份认证", "account.unlink": "解除统一身份认证",
    "account.unlock": "解锁账号", "account.end": "停用账号", "account.inspector": "关联检查人员",
    "personal.reveal": "查看完整个人信息",
    "authority.create": "登记机关", "house.set-up": "初始化",
    "registry.import": "导入名录", "registry.check": "检查导入文件",
    "registry.receive": "上传导入文件", "registry.columns": "核对导入文件的列",
    "registry.drop": "放弃导入文件", "registry.export": "导出名录", "registry.edit": "修改名录",
    "registry.site": "登记检验检测场所",
    "registry.site-remove": "取消检验检测场所",
    "plan.create": "编制计划", "plan.edit": "修改计划", "plan.freeze": "封存计划",
    "plan.close": "办结计划",
    "draw.freeze": "封存名单", "draw.commit": "登记承诺值", "draw.beacon": "登记公共随机数",
    "draw.hand-in": "交出随机数", "draw.draw": "抽取", "draw.reveal": "公开抽取记录",
    "draw.void": "抽取作废", "draw.amend": "递补或回避",
    "self-check.save": "保存自查", "self-check.submit": "提交自查",
    "visit.schedule": "安排检查", "visit.notify": "检查告知", "visit.begin": "开始检查",
    "visit.answer": "保存检查记录", "visit.submit": "提交结果", "visit.countersign": "会签",
    "visit.return": "退回", "visit.approve": "审定", "visit.publish": "公开结果",
    "visit.withdraw": "退出检查", "visit.notice-read": "机构查看告知",
    "rectification.answer": "提交整改", "rectification.return": "退回整改",
    "rectification.close": "整改闭环", "publication.correct": "更正公示",
    "demo.generate": "生成演示数据",
  ]

  static func label(_ action: String) -> String { labels[action] ?? action }
}
