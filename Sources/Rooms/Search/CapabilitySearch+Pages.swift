internal import Bodies
internal import Capabilities
internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

enum CapabilitySearchPages {
  struct Line {
    let body: BodyRow
    let rows: [CapabilityRow]
  }

  struct Model {
    let question: CapabilitySearch.Question
    /// Nil when nothing was asked or the words are in no dictionary.
    let meaning: CapabilitySearch.Meaning?
    let lines: [Line]
    let count: BoundedCount
    let next: BodyID?
    let regions: CodeNames
    let today: CalendarDay
    /// Sums of the last thirty days by kind, for officials.
    let uses: [(label: String, count: Int)]
  }

  // MARK: officials

  static func office(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "谁能检测", trail: [("工作台", .desk), ("检验检测机构", .bodies)]) {
      pageHead("谁能检测", "按检测参数和依据标准查找有能力的机构。委托检验、认可检验结果之前，请在这里查询（沪市监认检〔2021〕529号 二(二)2）。") {
        a(.class("button"), .href(Link.bodySearch)) { "按名称查找机构" }
      }
      card {
        form(model, .capabilitySearch)
        results(model, .capabilitySearch, isOffice: true)
      }
      if !model.uses.isEmpty {
        card("使用记录", note: "最近三十天的查询次数；不记录谁查了什么") {
          factList(model.uses.map { ($0.label, "\($0.count)次") })
        }
      }
    }
  }

  // MARK: everybody

  static func open(_ frame: Frame, _ model: Model) -> some HTML {
    openPage(frame, "谁能检测") {
      div(.class("welcome")) {
        h1 { "谁能检测？" }
        p(.class("lede")) {
          "写下要检测的项目，或者依据的标准，就能看到哪些机构的资质认定证书列有这项能力。不用登录。"
        }
        form(model, .publicCapabilities)
      }
      if model.question.isEmpty {
        explanation()
      } else {
        card { results(model, .publicCapabilities, isOffice: false) }
      }
    }
  }

  private static func explanation() -> some HTML {
    div(.class("columns")) {
      card("这里有什么") {
        p { "每家检验检测机构的资质认定证书后面都有一张附表，逐项写明能检测什么参数、依据哪个标准的哪一条、有什么限制。这里查的就是附表。" }
      }
      card("怎样看结果") {
        p { "默认只列出证书和附表都在有效期内、状态正常的机构。点开机构，可以看到它的全部能力和历次监督检查的结果。" }
      }
      card("怎样写") {
        p { "检测项目如“铅”“甲醛”“噪声”；标准如“GB 5009.12”“HJ 700”，年号可以不写。两格都写，就是按那个标准检测那个项目。" }
      }
    }
  }

  // MARK: parts

  private static func form(_ model: Model, _ target: Link) -> some HTML {
    let question = model.question
    return getForm(target, .class("filters"), .role("search")) {
      inputField("检测什么", "x", question.parameter.text, kind: .search, hint: "产品里的参数，如 铅")
      inputField("依据标准", "y", question.standard.text, kind: .search, hint: "如 GB 5009.12")
      selectField("行政区划", "region", question.region, model.regions.choices(all: "全部"))
      fieldset {
        label(.class("choice")) {
          input(.type("checkbox"), .name("all"), .value("1"), .flag("checked", question.isAll))
          span { "包括已失效的" }
        }
      }
      submitButton("查找")
    }
  }

  @HTMLBuilder
  private static func results(_ model: Model, _ target: Link, isOffice: Bool) -> some HTML {
    if model.question.isEmpty {
      p(.class("quiet")) { "写下参数或标准，至少一项。" }
    } else if let meaning = model.meaning {
      understood(model, meaning, target)
      if model.lines.isEmpty {
        emptyState(
          model.question.isAll
            ? "没有机构登记这项能力。" : "没有在有效期内的机构。可以勾选“包括已失效的”，或放宽行政区划再查。")
      } else {
        p(.class("quiet")) { "\(model.count.text) 家机构，按行政区划和名称排列。" }
        lines(model, isOffice: isOffice)
        nav(.class("pager"), .label("分页")) {
          if model.question.after != nil {
            a(.href(target.with(model.question.pairs))) { "回到第一页" }
          }
          if let next = model.next {
            a(.href(target.with(model.question.pairs + [("after", next.description)]))) { "下一页" }
          }
        }
      }
    } else {
      emptyState("没有名称相符的参数或标准。请少写几个字，或换一种叫法再查。")
    }
  }

  /// What the words were taken for, and what else they could mean.
  @HTMLBuilder
  private static func understood(
    _ model: Model, _ meaning: CapabilitySearch.Meaning, _ target: Link
  ) -> some HTML {
    if !meaning.parameters.isEmpty {
      p(.class("row")) {
        span(.class("quiet")) { "参数" }
        each(meaning.parameters) { term in
          chip(.act, term.name)
        }
      }
      if !meaning.otherParameters.isEmpty {
        details {
          summary { "名称相近的其他参数" }
          p(.class("row")) {
            each(meaning.otherParameters) { term in
              a(.href(choosing("parameter", term.id, model.question, target))) { term.name }
            }
          }
        }
      }
    }
    if !meaning.standards.isEmpty {
      p(.class("row")) {
        span(.class("quiet")) { "标准" }
        each(meaning.standards) { standard in
          span { chip(.act, standard.code) }
          span(.class("small quiet")) { standard.title }
        }
      }
      if !meaning.otherStandards.isEmpty {
        details {
          summary { "相近的其他标准" }
          ul(.class("plain-list")) {
            each(meaning.otherStandards) { standard in
              li {
                a(.href(choosing("standard", standard.id, model.question, target))) {
                  standard.code
                }
                span(.class("small quiet")) { " " + standard.title }
              }
            }
          }
        }
      }
    }
  }

  private static func choosing(
    _ name: String, _ id: Int, _ question: CapabilitySearch.Question, _ target: Link
  ) -> Link {
    target.with(question.pairs.filter { $0.0 != name } + [(name, String(id))])
  }

  private static func lines(_ model: Model, isOffice: Bool) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("行政区划")
            heading("相符的能力")
            heading("证书")
          }
        }
        tbody { each(model.lines) { line in bodyLine(line, model, isOffice: isOffice) } }
      }
    }
  }

  private static func bodyLine(_ line: Line, _ model: Model, isOffice: Bool) -> some HTML {
    let body = line.body
    let list: Link = isOffice ? .capabilities(body.id) : .publicCapabilityList(body.id)
    return tr {
      td(.class("name")) {
        a(.href(isOffice ? Link.body(body.id) : Link.publicBody(body.id))) { body.name }
        if body.status != .active { chip(body.status.tint, body.status.label) }
      }
      td { model.regions[body.region] }
      td(.class("wrap")) {
        ul(.class("plain-list")) {
          each(line.rows.prefix(CapabilitySearch.shown)) { row in
            li {
              row.category + "："
              strong { row.parameter }
              span(.class("quiet")) { " " + row.basis }
              if !row.method.isEmpty || !row.limits.isEmpty {
                span(.class("small quiet")) { CapabilityPages.notes(row) }
              }
              if !row.isInForce(on: model.today) { chip(.bad, "不在有效期内") }
            }
          }
        }
        a(.class("small"), .href(list)) {
          line.rows.count > CapabilitySearch.shown ? "还有更多，查看全部能力" : "查看全部能力"
        }
      }
      td {
        code { body.certificateNumber }
        " "
        span(.class("small")) { BodyPages.certificateDay(body.certificateUntil, model.today) }
      }
    }
  }
}
