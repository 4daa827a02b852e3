internal import HTML
internal import Items
internal import Kernel
internal import Supervision

extension PlanPages {
  struct OneModel {
    let plan: Plan
    let fieldNames: [String: String]
    let departmentNames: [String: String]
    /// Only while a draft.
    let outlook: PlanOutlook?
    let rules: [UInt8]
    let parts: [PlanPageContent]
    let openVisits: Int
    let visits: Int
    let items: [(code: String, name: String, link: Link)]
    /// What the items named say against freezing; only while a draft.
    let itemFaults: [String]
    let isOwn: Bool
    let mayChange: Bool
    let mayFreeze: Bool
    let history: RecordHistory
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let plan = model.plan
    return officePage(frame, plan.content.title, trail: trail) {
      pageHead(
        plan.content.title,
        "\(plan.authorityName) · \(plan.regionName) · 依据 \(plan.content.basis)"
      ) {
        if model.mayChange { a(.class("button"), .href(Link.planEdit(plan.id))) { "修改" } }
      }
      stepRow(steps(model))
      nextCard(frame, model)
      if let outlook = model.outlook {
        if !outlook.faults.isEmpty { PlanParts.faultList(outlook.faults) }
        PlanParts.outlook(outlook, plan.content)
      }
      each(model.parts.compactMap(\.card)) { $0 }
      contentCard(model)
      fieldsCard(model)
      itemsCard(
        plan.id, model.items, faults: model.itemFaults, mayChange: model.mayChange)
      card("规则") { PlanParts.rulesText(model.rules) }
      recordHistory(frame, model.history)
    }
  }

  private static func steps(_ model: OneModel) -> [StepMark] {
    let content = model.plan.content
    let stage = model.plan.stage
    let order: [PlanStage] = [.draft, .frozen, .inspecting, .closed]
    let at = stage == .drawn ? 2 : order.firstIndex(of: stage) ?? 0
    let notes = [
      model.plan.createdAt.day.chinese,
      model.parts.compactMap(\.frozen).first ?? "公布名单指纹、规则与机会",
      model.parts.compactMap(\.drawn).first ?? "各方随机数齐全之后",
      model.visits > 0
        ? "已办完 \(model.visits - model.openVisits) / \(model.visits)"
        : "\(content.visitsFrom.chinese) 至 \(content.visitsUntil.chinese)",
      "最迟 \(content.resultsUntil.chinese)",
    ]
    let labels = ["编制", "封存名单", "抽取", "现场检查", "办结"]
    // 封存 waits for the draw, so a frozen plan stands at 抽取.
    let now = [0: 0, 1: 2, 2: 3, 3: 5][at] ?? 0
    return labels.indices.map { index in
      StepMark(
        labels[index], notes[index],
        index < now ? .done : index == now ? .now : .later)
    }
  }

  @HTMLBuilder
  private static func nextCard(_ frame: Frame, _ model: OneModel) -> some HTML {
    let plan = model.plan
    if !model.isOwn {
      p(.class("notes")) { "这份计划由\(plan.authorityName)编制和组织抽取，您可以查看。" }
    } else if plan.stage == .draft || needsNewDraw(model) {
      section(.class("card next")) {
        h2 { plan.stage == .draft ? "下一步：封存名单" : "下一步：重新封存" }
        p {
          plan.stage == .draft
            ? "封存后名单、规则和机会立即公布，计划不再改动；各部门随后提交承诺值，等待公共随机数。"
            : "上一次抽取已作废（编号与理由保持公开）。重新封存会取得新的抽取编号。"
        }
        if model.outlook?.faults.isEmpty == false || !model.itemFaults.isEmpty {
          p(.class("quiet")) { "先改正下面列出的问题，才能封存。" }
        } else if model.mayFreeze {
          div(.class("actions")) {
            a(.class("button main"), .href(Link.planFreeze(plan.id))) { "封存名单并准备抽取" }
          }
        }
      }
    } else if plan.stage == .inspecting, model.openVisits == 0, model.visits > 0, model.mayFreeze {
      section(.class("card next")) {
        h2 { "下一步：办结计划" }
        p { "\(model.visits) 家机构的检查全部办完。" }
        postForm(.planClose(plan.id), frame.formToken) { submitButton("办结计划") }
      }
    }
  }

  private static func needsNewDraw(_ model: OneModel) -> Bool {
    model.plan.stage == .frozen && !model.parts.contains(where: \.isStanding)
  }

  private static func contentCard(_ model: OneModel) -> some HTML {
    let content = model.plan.content
    let weights = CreditClass.allCases.map { "\($0.rawValue) 类 \(content.weights[$0] ?? 1)" }
    return card("安排") {
      factList([
        ("年度", String(content.year)), ("抽查总数", "\(content.total) 家"),
        ("自查表", model.plan.templateTitle),
        ("自查截止", content.selfCheckUntil.chinese),
        ("现场检查", "\(content.visitsFrom.chinese) 至 \(content.visitsUntil.chinese)"),
        ("结果汇总", content.resultsUntil.chinese),
        ("信用类别权重", weights.joined(separator: "，")),
        ("每类至少", content.minimum > 0 ? "\(content.minimum) 家" : "不设"),
        ("散列算法", content.suite == "sm3" ? "SM3（GB/T 32905）" : "SHA-256"),
        ("是否预先公开名单", content.isUnannounced ? "不公开（检查结束后公开抽取记录）" : "抽取后立即公开"),
      ])
    }
  }

  private static func fieldsCard(_ model: OneModel) -> some HTML {
    card("领域与检查组", note: "合计 \(model.plan.content.quotaSum) 家") {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("领域")
              heading("抽查数", isNumber: true)
              heading("检查组")
              heading("检查重点")
            }
          }
          tbody {
            each(model.plan.content.fields) { field in
              tr {
                td(.class("name")) {
                  b { field.name }
                  if let known = model.fieldNames[field.field], known != field.name {
                    p(.class("small quiet")) { known }
                  }
                }
                td(.class("num")) { field.quota }
                td(.class("name")) { team(field, model.departmentNames) }
                td(.class("quiet")) { field.focus }
              }
            }
          }
        }
      }
    }
  }

  static func team(_ field: PlanField, _ names: [String: String]) -> String {
    field.roles.map { role in
      "\(names[role.department] ?? role.department) \(role.people) 人" + (role.isLead ? "（牵头）" : "")
    }.joined(separator: "、")
  }
}
