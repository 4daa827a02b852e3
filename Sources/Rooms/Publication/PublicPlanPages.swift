internal import Draws
internal import HTML
internal import Items
internal import Kernel
internal import Plans
internal import Supervision

/// Public plans, as they were frozen.
enum PublicPlanPages {
  struct ListModel {
    let rows: [(row: PublishedRow, record: PlanRecord)]
    let paging: Paging
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    openPage(frame, "检查计划") {
      pageHead("检查计划", "计划封存时公布：抽多少、从哪里抽、哪些部门参加、什么时候检查。")
      card {
        if model.rows.isEmpty {
          emptyState("还没有公开的计划。计划封存后会自动公布在这里。")
        } else {
          div(.class("scroll")) {
            table(.class("stacked")) {
              thead {
                tr {
                  heading("计划")
                  heading("组织单位")
                  heading("抽取数", isNumber: true)
                  heading("现场检查")
                  heading("公开日期")
                }
              }
              tbody {
                each(model.rows) { plan in
                  tr {
                    td(.class("name")) {
                      a(.href(Link.publicPlan(PlanID(plan.row.subject)))) { plan.row.title }
                    }
                    td(.class("wrap")) { plan.record.authority }
                    td(.class("num"), .data("data-label", "抽取数")) { plan.record.total }
                    td(.data("data-label", "现场检查")) {
                      "\(day(plan.record.visitsFrom)) 至 \(day(plan.record.visitsUntil))"
                    }
                    td(.data("data-label", "公开")) { plan.row.publishedAt.day.chinese }
                  }
                }
              }
            }
          }
          pager(model.paging, .publicPlans, [])
        }
      }
    }
  }

  struct Model {
    let row: PublishedRow
    let record: PlanRecord
    let versions: [PublishedRow]
    let draws: [DrawRow]
    /// Pools and chances of the plan's live draw, unless it is sealed.
    let stages: [DrawnField]
    let published: Int
    let today: CalendarDay
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    openPage(frame, model.record.title) {
      div {
        p(.class("quiet")) { "检查计划 · \(model.record.authority)" }
        h1 { model.record.title }
        p(.class("lede")) {
          "在\(model.record.region.name)的检验检测机构中抽取\(model.record.total)家，"
            + (model.record.isUnannounced ? "抽取记录在检查结束后全部公开。" : "抽取后名单当即公开。")
        }
      }
      card("安排") {
        factList([
          ("依据", model.record.basis), ("年度", "\(model.record.year)年"),
          ("自查表", model.record.form), ("机构自查", "至 \(day(model.record.selfCheckUntil))"),
          (
            "现场检查",
            "\(day(model.record.visitsFrom)) 至 \(day(model.record.visitsUntil))"
          ),
          ("结果公开", "至 \(day(model.record.resultsUntil))"),
          ("名单取自", model.record.registryAt.map(snapshot) ?? ""),
          ("已公开结果", "\(model.published) 家"),
        ])
      }
      fields(model)
      items(model.record.items ?? [])
      if !model.record.weights.isEmpty { weights(model) }
      draws(model)
      RecordParts.proof(
        model.row, model.versions, { Link.publicPlanRecord(model.record.plan, version: $0) })
    }
  }

  private static func snapshot(_ moment: String) -> String {
    Instant(local: String(moment.prefix(19))).map { "\($0.chinese)时的名录，此后的登记变更不影响本计划" } ?? moment
  }

  @HTMLBuilder
  private static func items(_ items: [PlanRecord.Item]) -> some HTML {
    if !items.isEmpty {
      card("抽查事项", note: "\(items.count)项，按公布的随机抽查事项清单") {
        div(.class("scroll")) {
          table(.class("stacked")) {
            thead {
              tr {
                heading("编号")
                heading("事项")
                heading("依据")
              }
            }
            tbody {
              each(items) { item in
                tr {
                  td { code { item.code } }
                  td(.class("name")) { item.name }
                  td(.class("wrap")) { item.basis }
                }
              }
            }
          }
        }
        p { a(.href(Link.publicItems)) { "查看事项清单" } }
      }
    }
  }

  static func day(_ iso: String) -> String { CalendarDay(iso: iso)?.chinese ?? iso }

  private static func fields(_ model: Model) -> some HTML {
    card("领域与抽取数", note: "共\(model.record.total)家") {
      div(.class("scroll")) {
        table(.class("stacked")) {
          thead {
            tr {
              heading("领域")
              heading("抽取数", isNumber: true)
              heading("名单中", isNumber: true)
              heading("各类别的机会")
              heading("检查组")
              heading("检查重点")
            }
          }
          tbody {
            each(model.record.fields) { field in
              tr {
                td(.class("name")) { field.name }
                td(.class("num"), .data("data-label", "抽取数")) { field.quota }
                td(.class("num"), .data("data-label", "名单中")) {
                  stage(field, model).map { "\($0.pool)" } ?? "—"
                }
                td(.class("wrap"), .data("data-label", "机会")) {
                  stage(field, model).map(chances) ?? "抽取名单封存后公布"
                }
                td(.class("wrap"), .data("data-label", "检查组")) {
                  field.departments.map { "\($0.name)\($0.people)人\($0.isLead ? "（牵头）" : "")" }
                    .joined(separator: "、")
                }
                td(.class("wrap"), .data("data-label", "重点")) { field.focus }
              }
            }
          }
        }
      }
    }
  }

  private static func stage(_ field: PlanRecord.Field, _ model: Model) -> DrawnField? {
    model.stages.first { $0.name == field.name }
  }

  private static func chances(_ stage: DrawnField) -> String {
    stage.strata.map {
      "\(PublicPages.stratumWord($0.name)) \($0.allocated)/\($0.records)"
    }.joined(separator: "　")
  }

  private static func weights(_ model: Model) -> some HTML {
    card("信用类别权重", note: "权重越大，被抽中的机会越大；同一类别内机会完全相同") {
      factRow(
        model.record.weights.map { ("\($0.creditClass) 类", "\($0.weight)") })
    }
  }

  private static func draws(_ model: Model) -> some HTML {
    card("本计划的抽取", note: "作废的抽取也保留编号和理由") {
      if model.draws.isEmpty {
        p(.class("quiet")) { "还没有抽取。" }
      } else {
        PublicDrawPages.drawTable(model.draws)
      }
    }
  }
}
