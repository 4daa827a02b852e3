internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

enum FactPages {
  struct ListModel {
    let header: BodyHeader
    let kind: FactKind
    let facts: [Fact]
    let paging: Paging
    let words: FactWords
    /// Links in which the body is the earlier one.
    let later: [LaterBody]
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    let header = model.header
    let here = Link.bodyFacts(header.body.id, model.kind)
    return officePage(
      frame, "\(model.kind.title)：\(header.body.row.name)",
      trail: [
        ("工作台", .desk), ("检验检测机构", .bodies), (header.body.row.name, .body(header.body.id)),
      ]
    ) {
      pageHead(header.body.row.name, model.kind.explanation) {
        if header.mayChange, header.asOf.isNow {
          a(.class("button main"), .href(Link.bodyFactNew(header.body.id, model.kind))) {
            "登记\(model.kind.title)"
          }
        }
      }
      BodyPages.tabs(frame, header, here)
      BodyPages.asOfBar(header, here)
      card(model.kind.title, note: "共\(model.paging.total)\(model.kind.counter)") {
        if model.facts.isEmpty {
          p(.class("quiet")) { emptySentence(model) }
        } else {
          factTable(model)
          if model.paging.pages > 1 { pager(model.paging, here, header.asOf.pairs) }
        }
      }
      laterBodies(model.later)
    }
  }

  private static func emptySentence(_ model: ListModel) -> String {
    guard model.header.asOf.isNow else { return "那一天没有登记。" }
    return model.header.mayChange
      ? "没有登记。可以逐条登记，也可以用“文件导入”成批登记。" : "没有登记。"
  }

  private static func factTable(_ model: ListModel) -> some HTML {
    let columns = model.kind.columns.enumerated().filter { $0.element.isListed }
    let mayChange = model.header.mayChange && model.header.asOf.isNow
    return div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            each(columns) { column in
              heading(column.element.caption, isNumber: column.element.isMoney)
            }
            if model.kind.hasFields { heading("授权领域") }
            heading("登记时间")
            if mayChange { heading("") }
          }
        }
        tbody {
          each(model.facts) { fact in
            tr {
              each(columns) { column in cell(fact, column.offset, column.element, model) }
              if model.kind.hasFields {
                td(.class("quiet")) {
                  fact.fields.isEmpty ? "" : model.words.fields.joined(fact.fields)
                }
              }
              td(.class("small quiet"), .data("data-label", "登记")) { fact.since.day.chinese }
              if mayChange {
                td { a(.href(Link.bodyFact(model.header.body.id, model.kind, fact.id))) { "查看修改" } }
              }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func cell(
    _ fact: Fact, _ place: Int, _ column: FactColumn, _ model: ListModel
  ) -> some HTML {
    let text = model.words.shown(fact.values[place], column)
    switch column.content {
    case .body:
      td(.class("name")) {
        if case .integer(let id) = fact.values[place] {
          a(.href(Link.body(BodyID(Int(id))))) { text }
        }
      }
    case .text(let limit) where limit <= 60:
      td {
        text
        if place == 0, fact.isMain { chip(.act, "主") }
      }
    case .text, .long: td(.class(place < 2 ? "name" : "quiet")) { text }
    case .money: td(.class("num"), .data("data-label", column.caption)) { text }
    case .day:
      td(.data("data-label", column.caption)) { day(fact.values[place], text, column, model) }
    case .word: td { state(text, fact.values[place]) }
    case .code:
      td {
        text
        if fact.isMain { chip(.act, "主证书") }
      }
    default: td(.data("data-label", column.caption)) { text }
    }
  }

  @HTMLBuilder
  private static func day(
    _ value: Value, _ text: String, _ column: FactColumn, _ model: ListModel
  ) -> some HTML {
    if case .text(let iso) = value, let until = CalendarDay(iso: iso),
      column.key == model.kind.expiry
    {
      BodyPages.certificateDay(until, model.header.asOf.day ?? model.header.today)
    } else {
      text
    }
  }

  private static func state(_ label: String, _ value: Value) -> some HTML {
    let isFine = value == .text("valid") || value == .text("used")
    return chip(isFine ? .fine : .warning, label)
  }

  @HTMLBuilder
  private static func laterBodies(_ later: [LaterBody]) -> some HTML {
    if !later.isEmpty {
      card("由本机构而来的机构") {
        dataTable(["机构", "方式", "日期"]) {
          each(later) { body in
            tr {
              td(.class("name")) {
                if body.isOpen { a(.href(Link.body(body.id))) { body.name } } else { body.name }
              }
              td { body.kind }
              td { body.day.chinese }
            }
          }
        }
      }
    }
  }
}

extension FactColumn {
  var isMoney: Bool { if case .money = content { true } else { false } }
}
