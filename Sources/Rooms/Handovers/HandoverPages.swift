internal import Bodies
internal import HTML
internal import Kernel
internal import Supervision

enum HandoverPages {
  struct ListModel {
    let rows: [Handover]
    let paging: Paging
    let regions: CodeNames
    let own: AuthorityID?
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "移交", trail: [("工作台", .desk), ("检验检测机构", .bodies)]) {
      pageHead("移交", "机构或场所迁到别处时，由原主管单位移交、新主管单位接收；有争议的报共同的上级指定。")
      card {
        if model.rows.isEmpty {
          emptyState("没有移交。要移交一家机构，请打开它的档案，在“其他办理”中选择“移交其他地区”。", ("检验检测机构", .bodies))
        } else {
          div(.class("scroll")) {
            table(.class("stacked")) {
              thead {
                tr { each(["机构", "从", "到", "新地区", "提出", "进展", "期限"]) { heading($0) } }
              }
              tbody { each(model.rows) { row in line(row, model) } }
            }
          }
          if model.paging.pages > 1 { pager(model.paging, .handovers, []) }
        }
      }
    }
  }

  private static func line(_ row: Handover, _ model: ListModel) -> some HTML {
    tr {
      td(.class("name")) { a(.href(Link.handover(row.id))) { row.subject } }
      td(.data("data-label", "从")) { row.fromName }
      td(.data("data-label", "到")) { row.toName }
      td { model.regions[row.region] }
      td(.data("data-label", "提出")) { row.openedAt.day.chinese }
      td { chip(row.stage.tint, row.stage.label) }
      td(.data("data-label", "期限")) { row.closedAt == nil ? row.dueOn?.chinese ?? "" : "" }
    }
  }

  struct Model {
    let handover: Handover
    let entries: [HandoverEntry]
    let regions: CodeNames
    let actor: Actor
    let problems: [String]
    /// Whether this person may open the body's page.
    let seesBody: Bool
    let rule: LegalRule?
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let handover = model.handover
    return officePage(
      frame, "移交：\(handover.subject)", trail: [("工作台", .desk), ("移交", .handovers)]
    ) {
      pageHead("移交：\(handover.subject)") {
        if model.seesBody {
          a(.class("button"), .href(Link.body(handover.body))) { "机构档案" }
        }
      }
      problemList(model.problems)
      card {
        p(.class("row")) {
          chip(handover.stage.tint, handover.stage.label)
          if let due = handover.dueOn, handover.closedAt == nil {
            chip(.warning, "应于\(due.chinese)前指定")
          }
        }
        factList([
          ("机构", handover.bodyName), ("统一社会信用代码", handover.uscc),
          ("移交内容", handover.siteName.isEmpty ? "整个机构（含主场所）" : "场所“\(handover.siteName)”"),
          ("移交方", handover.fromName), ("接收方", handover.toName),
          ("指定管辖的上级", handover.superiorName),
          ("现登记于", "\(model.regions[handover.oldRegion])　\(handover.oldAddress)"),
          ("移交后登记于", "\(model.regions[handover.region])　\(handover.address)"),
          ("指定期限", handover.dueOn == nil ? "" : ruleText(model)),
        ])
      }
      steps(frame, model)
      card("办理记录") {
        ol(.class("history")) {
          each(model.entries) { entry in
            li {
              span(.class("small quiet")) {
                "\(entry.at.chinese)　\(entry.authority)　\(entry.name)"
              }
              p { entry.label + (entry.content.isEmpty ? "" : "：\(entry.content)") }
            }
          }
        }
      }
    }
  }

  private static func ruleText(_ model: Model) -> String {
    model.rule.map { "\($0.topic)\($0.display)，\($0.basis)" } ?? ""
  }

  @HTMLBuilder
  private static func steps(_ frame: Frame, _ model: Model) -> some HTML {
    let steps = model.handover.steps(for: model.actor)
    if !steps.isEmpty {
      card("办理") {
        postForm(.handover(model.handover.id), frame.formToken) {
          selectField(
            "决定", "step", steps[0].rawValue, steps.map { ($0.rawValue, $0.verb) },
            hint: steps.contains(.take) ? "接收后，机构按新地区登记，原地区不再管辖" : nil)
          textField("意见或理由", "content", hint: "除“接收”外必须填写")
          submitButton("提交")
        }
      }
    }
  }

  struct OfferModel {
    let body: Body
    let sites: [(value: String, label: String)]
    let receivers: [(value: String, label: String)]
    /// As typed.
    let typed: [String: String]
    let problems: [String]
  }

  static func offer(_ frame: Frame, _ model: OfferModel) -> some HTML {
    officePage(
      frame, "移交其他地区",
      trail: [
        ("工作台", .desk), ("检验检测机构", .bodies), (model.body.row.name, .body(model.body.id)),
      ]
    ) {
      pageHead(
        "移交：\(model.body.row.name)", "管辖按实际检验检测场所。接收方接收之前，机构仍由您单位管辖。")
      problemList(model.problems)
      card {
        postForm(.handoverNew(model.body.id), frame.formToken) {
          selectField(
            "移交内容", "site", model.typed["site"] ?? "",
            [("", "整个机构（含主场所）")] + model.sites)
          selectField("接收单位", "to", model.typed["to"] ?? "", model.receivers)
          inputField(
            "新的行政区划", "region", model.typed["region"] ?? "", hint: "六位代码或名称")
          inputField("新的地址", "address", model.typed["address"] ?? "")
          textField("移交理由", "reason", model.typed["reason"] ?? "", hint: "如 已迁址，附迁址批复文号")
          div(.class("actions wide")) {
            submitButton("提出移交")
            a(.href(Link.body(model.body.id))) { "返回，不移交" }
          }
        }
      }
    }
  }
}
