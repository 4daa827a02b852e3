internal import HTML
internal import Supervision

extension BodyPages {
  struct Model {
    let header: BodyHeader
    let dossier: BodyDossier
    /// The body on the day looked at; `nil` before it was registered.
    let shown: Body?
    let certificates: [Fact]
    let sites: [Fact]
    let marks: [Fact]
    let words: FactWords
    let files: [BodyFile]
    let handover: Handover?
    let actor: Actor

    var today: CalendarDay { header.today }
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let body = model.dossier.body
    return officePage(
      frame, body.row.name, trail: [("工作台", .desk), ("检验检测机构", .bodies)]
    ) {
      pageHead(body.row.name, "机构档案：登记的全部内容，以及抽查、检查、整改与公开的记录。") {
        a(.class("button"), .href(Link.bodyDossier(body.id))) { "一企一卷" }
        if model.header.mayChange, model.header.asOf.isNow {
          a(.class("button main"), .href(Link.bodyEdit(body.id))) { "修改登记" }
        }
      }
      tabs(model.header, .body(body.id))
      asOfBar(model.header, .body(body.id))
      if let handover = model.handover { handoverNote(handover) }
      if let shown = model.shown {
        div(.class("columns even")) {
          identity(frame, shown, model)
          certificates(model)
        }
        div(.class("columns even")) {
          sites(model)
          marks(model)
        }
      } else {
        card { p(.class("quiet")) { "那一天名录里还没有这家机构。" } }
      }
      if model.header.asOf.isNow { records(frame, model) }
    }
  }

  @HTMLBuilder
  private static func records(_ frame: Frame, _ model: Model) -> some HTML {
    BodyFilePages.card(frame, model)
    plans(model.dossier)
    visits(model.dossier)
    findings(model.dossier)
    publications(model.dossier)
    div(.class("columns even")) {
      barred(model.dossier)
      accounts(model.dossier)
    }
    recordHistory(model.dossier.history)
    if model.header.mayChange { more(model) }
  }

  private static func handoverNote(_ handover: Handover) -> some HTML {
    p(.class("notes"), .role("note")) {
      "正在办理移交：\(handover.fromName) → \(handover.toName)，\(handover.stage.label)。"
      a(.href(Link.handover(handover.id))) { "查看移交" }
    }
  }

  /// What is done rarely, below everything.
  private static func more(_ model: Model) -> some HTML {
    card("其他办理") {
      div(.class("actions")) {
        if model.handover == nil {
          a(.class("button"), .href(Link.handoverNew(model.dossier.body.id))) { "移交其他地区" }
        }
        if model.dossier.body.row.status != .ended {
          a(.class("button"), .href(Link.bodyEnd(model.dossier.body.id))) { "终止机构" }
        }
      }
    }
  }

  private static func identity(_ frame: Frame, _ body: Body, _ model: Model) -> some HTML {
    let warning = UnifiedSocialCreditCode.check(body.row.uscc).reason
    let kind = model.words.codes.entry(.bodyKind, body.kind)
    return card("登记") {
      p(.class("row")) {
        chip(body.row.status.tint, body.row.status.label)
        chip(body.row.creditClass.tint, "信用风险 \(body.row.creditClass.fullLabel)")
      }
      if let warning { p(.class("notes"), .role("note")) { warning } }
      factList([
        ("统一社会信用代码", body.row.uscc),
        ("机构类型", kind?.name ?? ""), ("适用法律", kind?.basisLabel ?? ""),
        ("法律形式", model.words.codes.name(.legalForm, body.legalForm)),
        ("行政区划", "\(model.dossier.regions[body.row.region])（\(body.row.region)）"),
        ("地址", body.address), ("检验检测领域", fieldNames(body, model)),
        ("法定代表人", body.legalRepresentative), ("联系人", Masked.text(body.contact)),
        ("登记更新", body.updatedAt.chinese),
      ])
      if model.header.asOf.isNow, Masked.text(body.contact) != body.contact {
        revealForm("body", body.id.number, frame)
      }
      if body.kind.isEmpty, model.header.asOf.isNow {
        p(.class("small quiet")) { "没有登记机构类型，适用法律待定。请在“修改登记”中补充。" }
      }
      if body.fields.isEmpty {
        p(.class("notes"), .role("note")) { "没有登记领域，不会进入任何领域的抽取。请修改登记。" }
      }
      if model.header.asOf.isNow { sourceLine(model.dossier.source) }
    }
  }

  private static func fieldNames(_ body: Body, _ model: Model) -> String {
    body.fields.isEmpty ? "" : model.dossier.fields.joined(body.fields)
  }

  private static func certificates(_ model: Model) -> some HTML {
    card("资质证书") {
      if model.certificates.isEmpty { p(.class("quiet")) { "没有登记证书。" } }
      each(model.certificates) { fact in certificate(fact, model) }
      a(.href(Link.bodyFacts(model.dossier.body.id, .certificates).with(model.header.asOf.pairs))) {
        "全部证书"
      }
    }
  }

  private static func certificate(_ fact: Fact, _ model: Model) -> some HTML {
    let kind = FactKind.certificates
    let text = fact.text("number", kind)
    let isMain = fact.text("kind", kind) == Certificates.mainKind
    let number = isMain ? CertificateNumber(text) : nil
    let until = CalendarDay(iso: fact.text("valid_until", kind))
    let reasons =
      isMain ? CertificateNumber.check(text, currentYear: model.today.year).reasons : []
    return div(.class("stack")) {
      p(.class("row")) {
        b { model.words.codes.name(.certificate, fact.text("kind", kind)) }
        if fact.isMain { chip(.act, "主证书") }
        if fact.text("state", kind) != "valid" {
          chip(.bad, model.words.shown(fact.value("state", kind), kind.columns[6]))
        }
      }
      p(.class("row")) {
        code { text }
        if let until {
          span {
            span(.class("quiet")) { "有效期至 " }
            certificateDay(until, model.header.asOf.day ?? model.today)
          }
        }
      }
      each(reasons) { reason in p(.class("notes"), .role("note")) { reason } }
      factList([
        (
          "发证机关",
          fact.text("issuer", kind).isEmpty
            ? number?.authorityName ?? "" : fact.text("issuer", kind)
        ),
        ("发证年份", number.map { "\($0.year)年" } ?? ""),
        ("专业领域", number?.fieldName ?? ""), ("行业主管部门", number?.sectorName ?? ""),
        ("流水号", number?.serial ?? ""),
      ])
    }
  }

  private static func sites(_ model: Model) -> some HTML {
    let kind = FactKind.sites
    return card("检验检测场所", note: "管辖按实际检验检测场所") {
      if model.sites.isEmpty {
        p(.class("quiet")) { "没有登记场所。" }
      } else {
        dataTable(["场所", "地址", "行政区划"]) {
          each(model.sites) { site in
            tr {
              td(.class("name")) { site.text("name", kind) }
              td(.class("name")) { site.text("address", kind) }
              td { model.dossier.regions[site.text("region", kind)] }
            }
          }
        }
      }
    }
  }

  private static func marks(_ model: Model) -> some HTML {
    let kind = FactKind.marks
    let day = model.header.asOf.day ?? model.today
    return card("特别标记", note: "到期后不再计入重点抽查对象") {
      if model.marks.isEmpty {
        p(.class("quiet")) { "没有特别标记。" }
      } else {
        dataTable(["标记", "来源", "期限"]) {
          each(model.marks) { mark in
            tr {
              td {
                chip(
                  isOver(mark, day) ? .plain : .warning,
                  model.words.codes.name(.mark, mark.text("kind", kind)))
              }
              td(.class("name")) { mark.text("source", kind) }
              td {
                mark.text("valid_from", kind) + " 至 " + mark.text("valid_until", kind)
                if isOver(mark, day) { " 已到期" }
              }
            }
          }
        }
      }
    }
  }

  private static func isOver(_ mark: Fact, _ day: CalendarDay) -> Bool {
    mark.text("valid_until", .marks) < day.iso
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
              td(.class("name")) {
                if row.isOpen { a(.href(Link.plan(row.plan))) { row.title } } else { row.title }
              }
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
    dataTable(["抽取", "领域", "机会", "位次", "结果", "名单取自"]) {
      each(dossier.picks) { pick in
        tr {
          td(.class("name")) {
            let title = "第\(pick.number)号 \(pick.title)"
            if pick.isOpen { a(.href(Link.draw(pick.draw))) { title } } else { title }
          }
          td { pick.field }
          td { "\(pick.stratum)类 \(pick.allocated)/\(pick.records)" }
          td(.class("num")) { pick.place }
          td {
            chip(.plain, pickLabel(pick.state))
            if pick.drawStage == .void { chip(.warning, "抽取已作废") }
          }
          td {
            a(
              .href(Link.body(dossier.body.id).with([("on", pick.frozenAt.localSeconds)]))
            ) { "\(pick.frozenAt.chinese)的登记" }
          }
        }
      }
    }
  }

  static func pickLabel(_ state: String) -> String {
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
