internal import Bodies
internal import HTML
internal import Kernel
internal import Supervision

extension PeoplePages {
  /// One inspector or expert with everything about them.
  struct OneModel {
    let key: PersonKey
    let heading: String
    let facts: [(label: String, value: String)]
    let status: PersonStatus
    let certificate: (name: String, until: CalendarDay)
    let rows: [PersonFact]
    let ended: [PersonFact]
    let versions: [PersonVersion]
    let words: PersonFactWords
    let regions: CodeNames
    /// Whether leave, interests and recusals are shown.
    let seesPrivate: Bool
    let conflicts: [ConflictRow]
    /// What other rooms tell of the person.
    let parts: [Markup]
    let source: ImportSource?
    let history: RecordHistory
    let actor: Actor
    let mayChange: Bool
    let today: CalendarDay
    /// The day the page looks back to; nil for now.
    let asOf: CalendarDay?
    /// The row form that was sent or asked for.
    let form: PersonFactForm?
    let reason: String
    let problems: [String]

    var trail: (String, Link) { key.isExpert ? ("专家", .experts) : ("执法检查人员", .inspectors) }
    var statusLink: Link {
      switch key {
      case .inspector(let id): .inspectorStatus(id)
      case .expert(let id): .expertStatus(id)
      }
    }
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    officePage(frame, model.heading, trail: [("工作台", .desk), model.trail]) {
      pageHead(model.heading, model.key.isExpert ? "专家协助检查，提出专业意见，不作决定。" : nil) {
        if model.mayChange, model.asOf == nil {
          a(.class("button"), .href(model.key.editLink)) { "修改登记" }
        }
        if case .expert(let id) = model.key {
          a(.class("button"), .href(Link.expertPledge(id))) { "保密承诺书" }
        }
      }
      problemList(model.problems)
      asOfCard(model)
      registration(model)
      each(model.key.factKinds.filter { model.seesPrivate || !$0.isPrivate }) { kind in
        PersonFactPages.card(frame, model, kind)
      }
      if model.seesPrivate { conflicts(model) }
      each(model.parts) { $0 }
      if model.mayChange, model.asOf == nil { statusForm(frame, model) }
      PersonFactPages.earlier(model)
      recordHistory(frame, model.history)
    }
  }

  @HTMLBuilder
  private static func asOfCard(_ model: OneModel) -> some HTML {
    getForm(model.key.link, .class("inline-form")) {
      label(.for("as-of")) { "查看某日的登记" }
      input(
        .type("date"), .id("as-of"), .name("as-of"), .value(model.asOf?.iso ?? ""),
        .data("max", model.today.iso))
      sideButton("查看")
    }
    if let day = model.asOf {
      p(.class("notes")) {
        "这是\(day.chinese)终了时登记的内容。"
        a(.href(model.key.link)) { "回到现在" }
      }
    }
  }

  private static func registration(_ model: OneModel) -> some HTML {
    card("登记") {
      p(.class("row")) {
        chip(model.status.tint, model.status.label)
        if model.asOf == nil {
          span {
            "\(model.certificate.name)："
            BodyPages.certificateDay(model.certificate.until, model.today)
          }
        }
      }
      factList(model.facts)
      sourceLine(model.source)
    }
  }

  private static func conflicts(_ model: OneModel) -> some HTML {
    card("回避", note: "抽取时自动排除；由任职经历、利害关系和工作单位得出的随登记变化") {
      if model.conflicts.isEmpty {
        p(.class("quiet")) { "没有需要回避的机构。" }
      } else {
        dataTable(["机构", "理由", "来源"]) {
          each(model.conflicts) { row in
            tr {
              td(.class("name")) {
                if model.actor.scope.contains(row.region) {
                  a(.href(Link.body(row.body))) { row.bodyName }
                } else {
                  row.bodyName
                }
              }
              td(.class("quiet")) { row.reason }
              td(.class("quiet")) { row.source.label }
            }
          }
        }
      }
    }
  }

  private static func statusForm(_ frame: Frame, _ model: OneModel) -> some HTML {
    card("修改状态", note: "离岗和退出的人员不再进入抽取名单") {
      postForm(model.statusLink, frame.formToken) {
        selectField(
          "状态", "status", model.status.rawValue,
          PersonStatus.allCases.map { ($0.rawValue, $0.label) })
        inputField("理由", "reason", model.reason, hint: "例如：调离执法岗位")
        sideButton("保存状态")
      }
    }
  }
}
