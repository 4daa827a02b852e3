internal import Bodies
package import HTML
package import Kernel
internal import Storage
internal import Supervision

/// Published results, every version of them.
package enum PublicResultPages {
  package typealias Entry = (row: PublishedRow, record: ResultRecord)

  struct ListModel {
    let filter: Publication.ResultFilter
    let entries: [Entry]
    let paging: Paging
    let plans: [(PlanID, String)]
    let regions: [(code: String, name: String)]
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    openPage(frame, "检查结果") {
      pageHead("检查结果", "检查任务完成后按期公开；更正的结果保留原来的版本。")
      card {
        getForm(.publicResults, .class("filters")) {
          selectField(
            "计划", "plan", model.filter.plan?.description ?? "",
            [("", "全部")] + model.plans.map { ($0.0.description, $0.1) })
          selectField(
            "区域", "region", model.filter.region,
            [("", "全部")] + model.regions.map { ($0.code, $0.name) })
          selectField(
            "检查结果", "result", model.filter.result?.rawValue ?? "",
            [("", "全部")] + NationalResult.allCases.map { ($0.rawValue, $0.label) })
          sideButton("筛选")
        }
        if model.entries.isEmpty {
          emptyState("没有符合条件的检查结果。请放宽筛选条件。")
        } else {
          entryTable(model.entries)
          pager(model.paging, .publicResults, model.filter.pairs)
        }
      }
    }
  }

  private static func entryTable(_ entries: [Entry]) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("机构")
            heading("区域")
            heading("领域")
            heading("检查结果")
            heading("检查日期")
            heading("公开日期")
          }
        }
        tbody {
          each(entries) { entry in
            tr {
              td(.class("name")) { a(.href(link(entry.row))) { entry.record.body.name } }
              td { entry.record.region.name }
              td { entry.record.field.name }
              td(.class("wrap")) { entry.record.national.map(\.name).joined(separator: "、") }
              td(.data("data-label", "检查")) { checkedOn(entry.record) }
              td(.data("data-label", "公开")) { entry.row.publishedAt.day.chinese }
            }
          }
        }
      }
    }
  }

  /// A version's own address; the standing one has the short address.
  package static func link(_ row: PublishedRow) -> Link {
    let link = Link.publicResult(row.subject)
    return row.isSuperseded ? link.with([("version", String(row.version))]) : link
  }

  @HTMLBuilder
  package static func versionChip(_ row: PublishedRow) -> some HTML {
    if row.isSuperseded {
      chip(.bad, "第\(row.version)版，已被更正")
    } else if row.version > 1 {
      chip(.warning, "第\(row.version)版（更正）")
    } else {
      chip(.plain, "第1版")
    }
  }

  private static func checkedOn(_ record: ResultRecord) -> String {
    let text = record.finishedAt ?? record.beganAt ?? ""
    return CalendarDay(iso: text.prefix(10))?.chinese ?? ""
  }

  struct Model {
    let entry: Entry
    let versions: [PublishedRow]
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let record = model.entry.record
    return openPage(frame, "检查结果 · \(record.body.name)") {
      div {
        p(.class("quiet")) { "检查结果 · \(record.authority)" }
        h1 { record.body.name }
        p(.class("lede")) { record.national.map(\.name).joined(separator: "、") }
      }
      standing(model)
      card("检查情况") {
        factList([
          ("机构", record.body.name), ("统一社会信用代码", record.body.uscc),
          ("资质认定证书编号", record.body.certificateNumber), ("区域", record.region.name),
          ("领域", record.field.name), ("检查方式", record.method),
          ("检查日期", checkedOn(record)), ("检查组", team(record.team)),
        ])
        p {
          a(.href(Link.publicPlan(PlanID(record.plan.id)))) { record.plan.title }
          " · "
          a(.href(Link.publicDraw(record.plan.draw))) { "第\(record.plan.draw)次抽取" }
          " · "
          a(.href(Link.publicBody(BodyID(record.body.id)))) { "这家机构的全部公示" }
        }
      }
      card("检查结果") {
        resultTable(record)
        if !record.summary.isEmpty {
          h3 { "情况说明" }
          p(.class("said")) { record.summary }
        }
        if let until = record.rectifyUntil {
          p { "已责令整改，期限至 \(PublicPlanPages.day(until))。" }
        }
      }
      RecordParts.proof(
        model.entry.row, model.versions,
        { Link.publicResultRecord(record.result, version: $0) })
    }
  }

  @HTMLBuilder
  private static func standing(_ model: Model) -> some HTML {
    let row = model.entry.row
    if row.isSuperseded {
      div(.class("problems"), .role("status")) {
        p {
          b { "已被更正。" }
          "这是第\(row.version)版，已不再有效。"
          a(.href(Link.publicResult(row.subject))) { "查看现行版本" }
        }
      }
    } else if let correction = model.entry.record.correction {
      div(.class("notes"), .role("status")) {
        p {
          b { "更正。" }
          "本版更正第\(correction.corrects)版，理由：\(correction.reason) "
          a(
            .href(
              Link.publicResult(row.subject).with([("version", String(correction.corrects))]))
          ) { "查看原来的版本" }
        }
      }
    }
  }

  private static func team(_ team: ResultRecord.Team) -> String {
    "\(team.people)人（\(team.departments.map(\.name).joined(separator: "、"))）"
  }

  static func resultTable(_ record: ResultRecord) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("检查结果（代码）")
            heading("国家企业信用信息公示系统的表述")
          }
        }
        tbody {
          each(record.results) { result in
            tr {
              td(.class("wrap")) { "\(result.name)（\(result.code)）" }
              td(.class("wrap")) {
                InspectionResult(rawValue: result.code)?.national.label ?? ""
              }
            }
          }
        }
      }
    }
  }
}
