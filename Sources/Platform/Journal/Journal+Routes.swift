internal import HTML
internal import HTTP
internal import Storage
internal import Supervision

extension Link {
  static let journal = Link("/journal")
}

/// The audit administrator's view of the journal.
enum JournalRoom {
  static let routes: [Route] = [
    .get("/journal", .readJournal) { call in
      let actor = try call.actor()
      let query = call.request.query
      let page = Paging.page(query["page"])
      let model = try call.house.store.read { db in
        let found = try entries(
          actor, kind: query["kind"] ?? "", subject: query["subject"] ?? "", page: page, db)
        return JournalPages.Model(
          entries: found.entries, paging: Paging(page: page, total: found.total),
          kind: query["kind"] ?? "", subject: query["subject"] ?? "")
      }
      return .html(JournalPages.list(call.frame(.journal), model).document())
    }
  ]

  /// The entries of the actor's authority and those below, newest first.
  static func entries(
    _ actor: Actor, kind: String, subject: String, page: Int, _ db: any Connection
  ) throws -> (entries: [JournalEntry], total: Int) {
    var conditions: [SQL] = []
    if actor.scope != RegionScope(region: "000000") {
      conditions.append(
        "authority IN (SELECT id FROM authorities WHERE " + actor.scope.condition("region") + ")")
    }
    if !kind.isEmpty { conditions.append("subject_kind = \(kind)") }
    if !subject.isEmpty { conditions.append("subject = \(subject)") }
    let total = try db.count(
      "SELECT count(*) AS value FROM journal" + SQL.conditions(conditions))
    let entries: [JournalEntry] = try db.all(
      """
      SELECT number, at, account, actor, authority, action, subject_kind, subject, reason, facts,
        previous, digest
      FROM journal
      """ + SQL.conditions(conditions)
        + " ORDER BY number DESC LIMIT \(Paging.pageSize) OFFSET \(Paging.offset(page))")
    return (entries, total)
  }
}

enum JournalPages {
  struct Model {
    let entries: [JournalEntry]
    let paging: Paging
    let kind: String
    let subject: String
  }

  static func list(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "操作日志", trail: [("工作台", .desk)]) {
      pageHead("操作日志", "每条记录带有前一条的指纹，改动、缺失或调换任何一条都能查出：mingcha journal verify。")
      card {
        getForm(.journal, .class("filters")) {
          inputField("记录种类", "kind", model.kind, hint: "如 visit、draw、plan、account")
          inputField("记录编号", "subject", model.subject)
          submitButton("筛选")
        }
        if model.entries.isEmpty {
          emptyState("没有符合条件的日志。请放宽筛选条件。")
        } else {
          entryTable(model.entries)
          pager(model.paging, .journal, [("kind", model.kind), ("subject", model.subject)])
        }
      }
    }
  }

  private static func entryTable(_ entries: [JournalEntry]) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("序号", isNumber: true)
            heading("时间")
            heading("谁")
            heading("做了什么")
            heading("记录")
            heading("理由")
            heading("指纹")
          }
        }
        tbody {
          each(entries) { entry in
            tr {
              td(.class("num")) { entry.number }
              td { Instant(milliseconds: entry.at).chinese }
              td { entry.actor }
              td { JournalWords.label(entry.action) }
              td { "\(entry.subjectKind) \(entry.subject)" }
              td(.class("quiet")) { entry.reason }
              td { hash(entry.digest) }
            }
          }
        }
      }
    }
  }
}

/// What an action is called on screens. An unknown action shows as it is stored.
enum JournalWords {
  private static let labels = [
    "account.sign-in": "登录", "account.sign-in-failed": "登录失败", "account.lock": "账号锁定",
    "account.sign-out": "退出", "account.sign-out-everywhere": "全部退出",
    "account.password": "修改密码", "account.create": "建立账号", "account.roles": "分配角色",
    "account.unlock": "解锁账号", "account.end": "停用账号",
    "registry.import": "导入名录", "registry.check": "检查导入文件", "registry.edit": "修改名录",
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
