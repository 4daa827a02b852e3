internal import Capabilities
internal import Draws
internal import HTML
internal import Kernel
internal import Search
internal import Storage
internal import Supervision

/// Home and bodies: what a citizen comes for.
package enum PublicPages {
  struct HomeModel: Sendable {
    let figures: Publication.Figures
    let plans: [PublishedRow]
    let draws: [DrawRow]
    let results: [(row: PublishedRow, record: ResultRecord)]
  }

  static func home(_ frame: Frame, _ model: HomeModel) -> some HTML {
    openPage(frame, "首页") {
      div(.class("welcome")) {
        h1 { "检验检测机构监管公示" }
        p(.class("lede")) { "谁被抽中、机会多大、查出了什么，都公开在这里。每一次抽取，任何人都可以自己重算一遍。" }
        BodySearchPages.searchForm("")
        p { a(.href(Link.publicCapabilities)) { "谁能检测？按检测项目和标准查找机构" } }
      }
      factRow([
        ("在册机构", "\(model.figures.bodies)"), ("公开的计划", "\(model.figures.plans)"),
        ("抽取次数", "\(model.figures.draws)"), ("公开的检查结果", "\(model.figures.results)"),
      ])
      howToVerify(frame)
      div(.class("columns")) {
        card("最新计划") {
          if model.plans.isEmpty {
            p(.class("quiet")) { "还没有公开的计划。" }
          } else {
            ul(.class("plain-list")) {
              each(model.plans) { plan in
                li {
                  a(.href(Link.publicPlan(PlanID(plan.subject)))) { plan.title }
                  span(.class("small quiet")) { plan.publishedAt.day.chinese }
                }
              }
            }
          }
          a(.href(Link.publicPlans)) { "全部计划" }
        }
        card("最新抽取") {
          if model.draws.isEmpty {
            p(.class("quiet")) { "还没有进行过抽取。" }
          } else {
            ul(.class("plain-list")) {
              each(model.draws) { draw in
                li {
                  a(.href(Link.publicDraw(draw.number))) { "第\(draw.number)次抽取" }
                  DrawParts.stageChip(draw.stage)
                  span(.class("small quiet")) { draw.title }
                }
              }
            }
          }
          a(.href(Link.publicDraws)) { "全部抽取" }
        }
        card("最新检查结果") {
          if model.results.isEmpty {
            p(.class("quiet")) { "还没有公开的检查结果。" }
          } else {
            ul(.class("plain-list")) {
              each(model.results) { result in
                li {
                  a(.href(Link.publicResult(result.row.subject))) { result.row.title }
                  span(.class("small quiet")) {
                    result.record.national.map(\.name).joined(separator: "、")
                  }
                }
              }
            }
          }
          a(.href(Link.publicResults)) { "全部检查结果" }
        }
      }
    }
  }

  private static func howToVerify(_ frame: Frame) -> some HTML {
    card("怎样验证一次抽取") {
      ol {
        li { "抽取之前，名单、规则和各部门随机数的指纹已经公布，谁也不能事后改动。" }
        li { "抽取之后，名单、规则、各方随机数和结果全部公开，可以在抽取页面一次下载。" }
        li { "用我们的程序或别人写的程序重算一遍：结果逐字节相同，就说明没有人动过手脚。" }
      }
      div(.class("actions")) {
        a(.class("button"), .href(Link.publicVerify)) { "动手验证" }
        each(frame.rooms.contributions(PublicDrawLook.self)) { look in
          a(.class("button"), .href(look.all)) { look.labelOfAll }
        }
      }
    }
  }

  // MARK: bodies

  struct BodyModel {
    let body: Publication.BodyRow
    let fields: [String]
    let drawn: [Publication.DrawnRow]
    /// Revealed draws whose frozen roster holds the body, without a place in them.
    let notDrawn: [DrawRow]
    let results: [(row: PublishedRow, record: ResultRecord)]
  }

  static func body(_ frame: Frame, _ model: BodyModel) -> some HTML {
    openPage(frame, model.body.name) {
      div {
        p(.class("quiet")) { "检验检测机构 · \(model.body.regionName)" }
        h1 { model.body.name }
      }
      card("登记信息") {
        factList([
          ("统一社会信用代码", model.body.uscc),
          ("资质认定证书编号", model.body.certificateNumber),
          ("证书有效期至", model.body.certificateUntil?.chinese ?? ""),
          ("地址", model.body.address), ("检验检测领域", model.fields.joined(separator: "、")),
          ("状态", model.body.statusLabel),
        ])
      }
      card("能力参数") {
        p { a(.href(Link.publicCapabilityList(model.body.id))) { "查看这家机构能检测什么" } }
      }
      card("参加过的抽取", note: "只列出已公开的抽取") { drawsPart(model) }
      card("检查结果") { resultsPart(model) }
    }
  }

  @HTMLBuilder
  private static func drawsPart(_ model: BodyModel) -> some HTML {
    if model.drawn.isEmpty && model.notDrawn.isEmpty {
      p(.class("quiet")) { "这家机构还没有进入过已公开的抽取名单。" }
    } else {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("抽取")
              heading("结果")
              heading("抽取类别")
              heading("被抽中的机会")
              heading("签号")
              heading("")
            }
          }
          tbody {
            each(model.drawn) { row in drawnRow(row, model.body.id) }
            each(model.notDrawn) { row in
              tr {
                td(.class("name")) {
                  a(.href(Link.publicDraw(row.number))) { "第\(row.number)次 \(row.title)" }
                }
                td { chip(.plain, "未抽中") }
                td { "" }
                td { "" }
                td { "" }
                td {
                  a(.href(Link.publicDrawWhy(row.number, model.body.id.number))) { "机会和签号" }
                }
              }
            }
          }
        }
      }
    }
  }

  private static func drawnRow(_ row: Publication.DrawnRow, _ body: BodyID) -> some HTML {
    tr {
      td(.class("name")) { a(.href(Link.publicDraw(row.draw))) { "第\(row.draw)次 \(row.title)" } }
      td {
        chip(row.state == "left" ? .plain : .bad, drawnWord(row))
      }
      td { "\(row.stageName) · \(stratumWord(row.stratum))" }
      td { "\(row.allocated) / \(row.records)" }
      td { hash(row.ticket) }
      td { a(.href(Link.publicDrawWhy(row.draw, body.number))) { "我为什么被抽中" } }
    }
  }

  private static func drawnWord(_ row: Publication.DrawnRow) -> String {
    switch row.state {
    case "left": "抽中后退出"
    case "replacement": "递补抽中"
    default: "抽中，第\(row.place)位"
    }
  }

  /// What a stratum is called: the credit class a plan weights by.
  package static func stratumWord(_ stratum: String) -> String {
    switch stratum {
    case "-": "不分层"
    case "A", "B", "C", "D": "\(stratum) 类"
    default: stratum
    }
  }

  @HTMLBuilder
  private static func resultsPart(_ model: BodyModel) -> some HTML {
    if model.results.isEmpty {
      p(.class("quiet")) { "还没有公开的检查结果。" }
    } else {
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("公开日期")
              heading("检查结果")
              heading("计划")
              heading("版本")
            }
          }
          tbody {
            each(model.results) { result in
              tr {
                td { result.row.publishedAt.day.chinese }
                td(.class("wrap")) {
                  a(.href(PublicResultPages.link(result.row))) {
                    result.record.national.map(\.name).joined(separator: "、")
                  }
                }
                td(.class("name")) { result.record.plan.title }
                td { PublicResultPages.versionChip(result.row) }
              }
            }
          }
        }
      }
    }
  }
}
