internal import HTML
internal import Supervision

extension BodyPages {
  struct Model {
    let dossier: BodyDossier
    let actor: Actor
    let today: CalendarDay
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let body = model.dossier.body
    return officePage(
      frame, body.row.name, trail: [("工作台", .desk), ("检验检测机构", .bodies)]
    ) {
      pageHead(body.row.name, "一企一卷：名录登记、抽查、检查、整改与公开的全部记录。") {
        if Registry.mayKeep(model.actor) {
          a(.class("button main"), .href(Link.bodyEdit(body.id))) { "修改登记" }
        }
      }
      div(.class("columns even")) {
        identity(model)
        certificate(model)
      }
      SitePages.list(frame, model)
      plans(model.dossier)
      visits(model.dossier)
      findings(model.dossier)
      publications(model.dossier)
      div(.class("columns even")) {
        barred(model.dossier)
        accounts(model.dossier)
      }
      history(model.dossier.history)
    }
  }

  private static func identity(_ model: Model) -> some HTML {
    let body = model.dossier.body
    let warning = UnifiedSocialCreditCode.check(body.row.uscc).reason
    return card("登记") {
      p(.class("row")) {
        chip(body.row.status.tint, body.row.status.label)
        chip(body.row.creditClass.tint, "信用风险 \(body.row.creditClass.fullLabel)")
      }
      if let warning { p(.class("notes"), .role("note")) { warning } }
      factList([
        ("统一社会信用代码", body.row.uscc),
        ("行政区划", "\(model.dossier.regions[body.row.region])（\(body.row.region)）"),
        ("地址", body.address), ("检验检测领域", model.dossier.fields.joined(body.fields)),
        ("法定代表人", body.legalRepresentative), ("联系人", body.contact),
        ("登记更新", body.updatedAt.chinese),
      ])
      if body.fields.isEmpty {
        p(.class("notes"), .role("note")) { "没有登记领域，不会进入任何领域的抽取。请修改登记。" }
      }
      if let source = model.dossier.source {
        p(.class("small quiet")) {
          "来自 \(source.at.chinese) 导入的文件 "
          if source.isOpen {
            a(.href(Link.importFile(source.id))) { source.fileName }
          } else {
            source.fileName
          }
        }
      }
    }
  }

  private static func certificate(_ model: Model) -> some HTML {
    let row = model.dossier.body.row
    let number = CertificateNumber(row.certificateNumber)
    let reasons = CertificateNumber.check(
      row.certificateNumber, currentYear: model.today.year
    ).reasons
    return card("资质认定证书") {
      p(.class("row")) {
        code { row.certificateNumber }
        certificateDay(row.certificateUntil, model.today)
      }
      each(reasons) { reason in p(.class("notes"), .role("note")) { reason } }
      factList([
        ("有效期至", row.certificateUntil.chinese),
        ("发证年份", number.map { "\($0.year)年" } ?? ""),
        ("发证机关", number?.authorityName ?? ""), ("专业领域", number?.fieldName ?? ""),
        ("行业主管部门", number?.sectorName ?? ""), ("流水号", number?.serial ?? ""),
      ])
    }
  }

  private static func plans(_ dossier: BodyDossier) -> some HTML {
    card("计划与抽取", note: "纳入名单的计划、自查，以及抽中时的机会与位次") {
      if dossier.selfChecks.isEmpty && dossier.picks.isEmpty {
        p(.class("quiet")) { "还没有进入过任何计划的名单。" }
      }
      if !dossier.selfChecks.isEmpty {
        dataTable(["计划", "计划阶段", "自查期限", "自查"]) {
          each(dossier.selfChecks) { row in
            tr {
              td(.class("name")) { a(.href(Link.plan(row.plan))) { row.title } }
              td { row.planStage?.label }
              td { row.dueOn.chinese }
              td {
                a(.href(Link.selfCheck(row.id))) { row.stage?.label ?? "查看" }
                if let at = row.submittedAt { span(.class("small quiet")) { " " + at.chinese } }
              }
            }
          }
        }
      }
      if !dossier.picks.isEmpty { picks(dossier) }
    }
  }

  private static func picks(_ dossier: BodyDossier) -> some HTML {
    dataTable(["抽取", "领域", "机会", "位次", "结果"]) {
      each(dossier.picks) { pick in
        tr {
          td(.class("name")) {
            a(.href(Link.draw(pick.draw))) { "第\(pick.number)号 \(pick.title)" }
          }
          td { pick.field }
          td { "\(pick.stratum)类 \(pick.allocated)/\(pick.records)" }
          td(.class("num")) { pick.place }
          td {
            chip(.plain, pickLabel(pick.state))
            if pick.drawStage == .void { chip(.warning, "抽取已作废") }
          }
        }
      }
    }
  }

  private static func pickLabel(_ state: String) -> String {
    switch state {
    case "left": "已退出"
    case "replacement": "递补"
    default: "抽中"
    }
  }

  private static func visits(_ dossier: BodyDossier) -> some HTML {
    card("现场检查") {
      if dossier.visits.isEmpty {
        p(.class("quiet")) { "没有现场检查记录。" }
      } else {
        dataTable(["检查", "领域", "阶段", "时间", "结果"]) {
          each(dossier.visits) { visit in
            tr {
              td(.class("name")) { a(.href(Link.visit(visit.id))) { visit.title } }
              td { dossier.fields[visit.field] }
              td { visit.stage?.label }
              td { visit.startsAt?.chinese ?? "应于\(visit.dueOn.chinese)前" }
              td(.class("quiet")) { visit.results.map(\.label).joined(separator: "；") }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func findings(_ dossier: BodyDossier) -> some HTML {
    if !dossier.rectifications.isEmpty {
      card("整改") {
        dataTable(["要求", "期限", "阶段", "闭环时间"]) {
          each(dossier.rectifications) { row in
            tr {
              td(.class("name")) { a(.href(Link.rectification(row.id))) { row.demand } }
              td { row.dueOn.chinese }
              td { row.stage?.label }
              td { row.closedAt?.chinese ?? "" }
            }
          }
        }
      }
    }
  }

  private static func barred(_ dossier: BodyDossier) -> some HTML {
    card("回避", note: "这些人员不得检查本机构，抽取时自动排除") {
      if dossier.barred.isEmpty {
        p(.class("quiet")) { "没有登记需要回避的人员。" }
      } else {
        dataTable(["人员", "编号", "理由"]) {
          each(dossier.barred) { row in
            tr {
              td {
                if let link = row.link { a(.href(link)) { row.name } } else { row.name }
              }
              td { code { row.person } }
              td(.class("quiet")) { row.reason }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func publications(_ dossier: BodyDossier) -> some HTML {
    if !dossier.publications.isEmpty {
      card("已公开") {
        dataTable(["内容", "版本", "公开时间"]) {
          each(dossier.publications) { row in
            tr {
              td(.class("name")) { row.title }
              td(.class("num")) { row.version }
              td { row.at.chinese }
            }
          }
        }
      }
    }
  }

  private static func accounts(_ dossier: BodyDossier) -> some HTML {
    card("门户账号") {
      if dossier.accounts.isEmpty {
        p(.class("quiet")) { "没有门户账号，机构还不能在线自查和提交整改。请系统管理员建立。" }
      } else {
        dataTable(["登录名", "姓名", "状态"]) {
          each(dossier.accounts) { row in
            tr {
              td { row.login }
              td { row.name }
              td { chip(row.isActive ? .fine : .plain, row.isActive ? "可用" : "已停用") }
            }
          }
        }
      }
    }
  }
}
