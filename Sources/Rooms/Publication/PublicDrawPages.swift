internal import Bodies
internal import Draws
internal import HTML
internal import Kernel
internal import Plans
internal import Supervision

/// Public draws: what was promised, what chance decided, and how to check it.
enum PublicDrawPages {
  struct ListModel {
    let rows: [DrawRow]
    let paging: Paging
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    openPage(frame, "抽取公示") {
      pageHead("抽取公示", "每一次抽取都有编号，以公开或者作废（写明理由）结束；编号不会重复，也不会消失。")
      card {
        if model.rows.isEmpty {
          emptyState("还没有进行过抽取。名单封存之后会自动公布在这里。")
        } else {
          drawTable(model.rows)
          pager(model.paging, .publicDraws, [])
        }
      }
    }
  }

  static func drawTable(_ rows: [DrawRow]) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("编号", isNumber: true)
            heading("抽取")
            heading("组织单位")
            heading("状态")
            heading("封存时间")
            heading("抽取时间")
            heading("记录指纹")
          }
        }
        tbody {
          each(rows) { row in
            tr {
              td(.class("num")) { row.number }
              td(.class("name")) { a(.href(Link.publicDraw(row.number))) { row.title } }
              td(.class("wrap")) { row.authority }
              td { DrawParts.stageChip(row.stage) }
              td(.data("data-label", "封存")) { row.frozenAt.chinese }
              td(.data("data-label", "抽取")) { row.drawnAt?.chinese ?? "" }
              td { row.endDigest.map { hash($0) } }
            }
          }
        }
      }
    }
  }

  struct Model {
    let draw: DrawModel
    let row: PublishedRow?
    let versions: [PublishedRow]
    /// The field shown, when the draw is revealed.
    let field: DrawnField?
    let ruler: Markup
    let files: [(name: String, size: Int)]
    let progress: (published: Int, total: Int)
    let resultsUntil: CalendarDay?
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    openPage(frame, "第\(model.draw.number)次抽取") {
      div {
        p(.class("quiet")) { "第\(model.draw.number)次抽取 · \(model.draw.authority)" }
        h1 { model.draw.title }
        p(.class("lede")) { lede(model.draw) }
      }
      stepRow(steps(model))
      state(model.draw)
      if let result = model.draw.result {
        if let field = model.field { fieldPart(model, field, result) }
        amendments(result)
      } else if !model.draw.isShut {
        card("每个领域的机会", note: "抽取之前公布；同一领域同一类别里每家机构的机会完全相同") {
          PlanParts.chanceTable(model.draw.stages)
        }
      }
      if !model.files.isEmpty { downloads(frame, model) }
      promises(model.draw)
      if let row = model.row {
        RecordParts.proof(
          row, model.versions, { Link.publicDrawRecord(model.draw.number, version: $0) })
      }
    }
  }

  private static func lede(_ draw: DrawModel) -> String {
    let quota = draw.stages.reduce(0) { $0 + $1.quota }
    return "从\(draw.roots.rosterCount)家机构中随机抽取\(quota)家，从\(draw.roots.inspectorCount)名人员中随机组成检查组。"
      + "名单、规则和各方的随机数都在抽取之前封存公布，任何人都可以重算一遍。"
  }

  /// The steps of the ceremony, and how far the results are.
  private static func steps(_ model: Model) -> [StepMark] {
    let draw = model.draw
    var marks = DrawParts.marks(draw)
    guard draw.stage != .void else { return marks }
    let isRevealed = draw.stage == .revealed
    let isFinished =
      isRevealed && model.progress.total > 0
      && model.progress.published >= model.progress.total
    marks.append(
      StepMark(
        "结果公示",
        isRevealed
          ? "已公开 \(model.progress.published) / \(model.progress.total)"
          : model.resultsUntil.map { "最迟 \($0.chinese)" } ?? "",
        isFinished ? .done : isRevealed ? .now : .later))
    return marks
  }

  @HTMLBuilder
  private static func state(_ draw: DrawModel) -> some HTML {
    switch draw.stage {
    case .void:
      card("这次抽取已作废") {
        p { "理由：\(draw.voidReason ?? "")" }
        p(.class("quiet")) { "编号\(draw.number)保持公开，不再使用。作废之后重新抽取，要用新的编号、新的承诺和新的公共随机数。" }
      }
    case .drawnSealed:
      card("已经抽取，检查结束后公开") {
        p { "这是不预先告知的检查：现在只公布编号、时间和记录指纹。检查结束后公开全部记录，其指纹必须与下面的相同。" }
        factList([("抽取时间", draw.drawnAt?.chinese ?? "")])
        p { hash(draw.drawnDigest ?? draw.endDigest ?? "", isWhole: true) }
      }
    default: Empty()
    }
  }

  // MARK: the result, field by field

  private static func fieldPart(_ model: Model, _ field: DrawnField, _ result: DrawnResult)
    -> some HTML
  {
    let picks = result.picks.filter { $0.stage == field.number }
    return div(.class("stack")) {
      nav(.class("tabs"), .label("领域")) {
        each(model.draw.stages) { stage in
          a(
            .href(Link.publicDraw(model.draw.number).with([("field", String(stage.number))])),
            .current(stage.number == field.number)
          ) { "\(stage.name) \(stage.drawn ?? 0)" }
        }
      }
      card(field.name, note: "池中\(field.pool)家，抽取\(field.drawn ?? 0)家，按信用类别加权") {
        model.ruler
        if let shortfall = field.shortfall, shortfall > 0 {
          p(.class("notes")) { "名单中的机构不足，少抽\(shortfall)家。" }
        }
      }
      card("抽中名单", note: "\(field.name) \(picks.count)家") {
        if picks.isEmpty {
          p(.class("quiet")) { "这个领域没有抽中机构。" }
        } else {
          DrawParts.pickTable(picks) { pick in
            Link.publicBody(pick.body)
          } action: { pick in
            a(
              .href(
                Link.publicDrawWhy(model.draw.number, pick.body.number)
                  .at(dot(pick.stage, pick.uscc)))
            ) { "我为什么被抽中" }
          }
        }
      }
    }
  }

  /// The anchor of a body's ticket on a ruler.
  static func dot(_ stage: Int, _ uscc: String) -> String { "dot-\(stage)-\(uscc)" }

  @HTMLBuilder
  private static func amendments(_ result: DrawnResult) -> some HTML {
    if !result.amendments.isEmpty {
      card("抽取之后的变动", note: "不再重抽：退出和回避都按签号顺序由下一位接替") {
        div(.class("scroll")) {
          table {
            thead {
              tr {
                heading("序", isNumber: true)
                heading("时间")
                heading("机构")
                heading("变动")
                heading("理由")
              }
            }
            tbody {
              each(result.amendments) { amendment in
                tr {
                  td(.class("num")) { amendment.number }
                  td { amendment.at.chinese }
                  td(.class("name")) { amendment.bodyName }
                  td(.class("wrap")) { amendment.outcome.publicSentence }
                  td(.class("wrap")) { amendment.reason }
                }
              }
            }
          }
        }
      }
    }
  }

  /// What was fixed before the draw.
  @HTMLBuilder
  private static func promises(_ draw: DrawModel) -> some HTML {
    card(
      "事先的封存与承诺", note: "封存于 \(draw.frozenAt.chinese)，异议期至 \(draw.challengeUntil.chinese)"
    ) {
      DrawParts.proof(draw)
      DrawParts.contributorTable(draw)
      p(.class("small quiet")) { "各方的随机数在公开记录时一并公布；每一个都要与事先登记的承诺值相符。" }
    }
    card("公共随机数") { DrawParts.beaconFacts(draw.beacon) }
  }

  private static func downloads(_ frame: Frame, _ model: Model) -> some HTML {
    let number = model.draw.number
    return card("下载全部资料", note: "用 mingcha verify 或别人写的程序重算，应得到相同的记录") {
      div(.class("actions")) {
        a(.class("button main"), .href(Link.publicDrawArchive(number))) { "下载抽取资料（ZIP）" }
        a(.class("button"), .href(Link.verifyDraw(number))) { "在浏览器里核对" }
        if model.draw.stage == .revealed {
          each(frame.rooms.contributions(PublicDrawLook.self)) { look in
            a(.class("button"), .href(look.one(number))) { look.labelOfOne }
          }
        }
      }
      ul {
        each(model.files) { file in
          li {
            a(.href(Link.publicDrawFile(number, file.name))) { file.name }
            span(.class("small quiet")) { " \(file.size) 字节　\(meaning(file.name))" }
          }
        }
      }
      p(.class("small quiet")) { "检查人员在文件里只有编号和部门，没有姓名。" }
    }
  }

  private static func meaning(_ name: String) -> String {
    switch name {
    case "roster.tsv": "封存的机构名单"
    case "rules.tsv": "抽取规则"
    case "inspectors.tsv": "封存的检查人员名单"
    case "conflicts.tsv": "回避关系"
    case "seed.tsv": "各方随机数和公共随机数"
    case "amendments.tsv": "抽取之后的退出与回避"
    case "transcript.txt": "抽取记录"
    default: ""
    }
  }
}
