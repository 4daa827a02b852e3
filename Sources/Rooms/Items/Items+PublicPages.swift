internal import HTML
internal import Kernel
internal import Supervision

extension ItemPages {
  struct PublicModel {
    let rows: [Items.Version]
    let paging: Paging
    let filter: Items.Filter
    let words: Items.Words
    let today: CalendarDay
  }

  /// The list for everybody: what may be inspected, and nothing else may.
  static func publicList(_ frame: Frame, _ model: PublicModel) -> some HTML {
    openPage(frame, "事项清单") {
      pageHead("检查事项清单", "检验检测机构会被检查什么、依据是什么、由谁检查、多久一次，都以这里公布的为准。没有公布的事项不得检查。") {
        a(.class("button"), .href(Link.publicItemsExport.with(model.filter.pairs))) { "下载CSV" }
      }
      card {
        getForm(.publicItems, .class("filters")) {
          filters(model.filter, model.words)
          submitButton("查找")
        }
        p(.class("quiet")) { "共 \(model.paging.total) 项现行事项。" }
      }
      if model.rows.isEmpty {
        card { emptyState("没有符合条件的事项。请换个词或放宽条件再查。", ("查看全部事项", .publicItems)) }
      } else {
        each(model.rows) { row in publicCard(row, model) }
        pager(model.paging, .publicItems, model.filter.pairs)
      }
    }
  }

  private static func publicCard(_ row: Items.Version, _ model: PublicModel) -> some HTML {
    section(.class("card"), .id("item-\(row.code)")) {
      div(.class("card-head")) {
        h2 { row.content.name }
        span(.class("quiet")) {
          "\(row.code) · \(model.words.regions[row.region]) · \(model.words.codes.name(.itemList, row.content.list))"
        }
        if model.today < row.content.validFrom {
          chip(.warning, "\(row.content.validFrom.chinese)起生效")
        }
      }
      p { row.content.content }
      details {
        summary { "依据、对象、比例、频次和方式" }
        factList(
          model.words.facts(row.content).filter { !["事项", "检查内容", "清单"].contains($0.label) }
            + [("公布", row.publishedAt?.day.chinese ?? "")])
      }
    }
  }
}
