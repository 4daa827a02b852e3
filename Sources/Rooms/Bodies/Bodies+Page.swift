internal import Accounts
internal import HTML
internal import Kernel
internal import Supervision

extension BodyPages {
  struct Model {
    let header: BodyHeader
    /// What the rooms tell, in their order.
    let parts: [BodyPageContent]
    let accounts: [PortalAccount]
    let source: ImportSource?
    let history: RecordHistory
    let regions: CodeNames
    let fields: CodeNames
    /// The body on the day looked at; `nil` before it was registered.
    let shown: Body?
    let certificates: [Fact]
    let sites: [Fact]
    let marks: [Fact]
    let words: FactWords
    let files: [BodyFile]
    let actor: Actor

    var body: Body { header.body }
    var today: CalendarDay { header.today }
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let body = model.body
    return officePage(
      frame, body.row.name, trail: [("工作台", .desk), ("检验检测机构", .bodies)]
    ) {
      pageHead(body.row.name, "机构档案：登记的全部内容，以及抽查、检查、整改与公开的记录。") {
        each(model.parts.compactMap(\.headAction)) { action in
          a(.class("button"), .href(action.link)) { action.label }
        }
        if model.header.mayChange, model.header.asOf.isNow {
          a(.class("button main"), .href(Link.bodyEdit(body.id))) { "修改登记" }
        }
      }
      tabs(frame, model.header, .body(body.id))
      asOfBar(model.header, .body(body.id))
      each(model.parts.compactMap(\.note)) { $0 }
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
    each(model.parts.compactMap(\.card)) { $0 }
    div(.class("columns even")) {
      each(model.parts.compactMap(\.side)) { $0 }
      accounts(model.accounts)
    }
    recordHistory(frame, model.history)
    if model.header.mayChange { more(model) }
  }

  /// What is done rarely, below everything.
  private static func more(_ model: Model) -> some HTML {
    card("其他办理") {
      div(.class("actions")) {
        each(model.parts.compactMap(\.action)) { action in
          a(.class("button"), .href(action.link)) { action.label }
        }
        if model.body.row.status != .ended {
          a(.class("button"), .href(Link.bodyEnd(model.body.id))) { "终止机构" }
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
        ("行政区划", "\(model.regions[body.row.region])（\(body.row.region)）"),
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
      if model.header.asOf.isNow { sourceLine(model.source) }
    }
  }

  private static func fieldNames(_ body: Body, _ model: Model) -> String {
    body.fields.isEmpty ? "" : model.fields.joined(body.fields)
  }

  private static func certificates(_ model: Model) -> some HTML {
    card("资质证书") {
      if model.certificates.isEmpty { p(.class("quiet")) { "没有登记证书。" } }
      each(model.certificates) { fact in certificate(fact, model) }
      a(.href(Link.bodyFacts(model.body.id, .certificates).with(model.header.asOf.pairs))) {
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
              td { model.regions[site.text("region", kind)] }
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

  private static func accounts(_ accounts: [PortalAccount]) -> some HTML {
    card("门户账号") {
      if accounts.isEmpty {
        p(.class("quiet")) { "没有门户账号，机构还不能在线自查和提交整改。请系统管理员建立。" }
      } else {
        dataTable(["登录名", "姓名", "状态"]) {
          each(accounts) { row in
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
