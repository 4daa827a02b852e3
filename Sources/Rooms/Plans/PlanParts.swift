package import HTML
internal import Kernel
internal import Supervision

/// Pieces that the plan page, the form and the freeze page share.
package enum PlanParts {
  /// `11/79`.
  package static func chance(_ stratum: DrawnStratum) -> String {
    "\(stratum.allocated)/\(stratum.records)"
  }

  /// `13.9%`, rounded to the nearest tenth.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "—" }
    let tenths = (part * 2000 + whole) / (2 * whole)
    return "\(tenths / 10).\(tenths % 10)%"
  }

  package static func faultList(_ faults: [FormFault]) -> some HTML {
    let sentences = faults.map(\.sentence)
    return div(.class("problems"), .role("alert")) {
      p { "这份计划现在不能封存：" }
      ul { each(sentences) { sentence in li { sentence } } }
    }
  }

  /// - Parameter foldsPeople: whether the tables of people open only on demand.
  package static func outlook(
    _ outlook: PlanOutlook, _ content: PlanContent, foldsPeople: Bool = false
  ) -> some HTML {
    let ratio = outlook.ratio(of: content.total)
    return section(.class("card"), .id("outlook")) {
      div(.class("card-head")) {
        h2 { "按现有名录测算" }
        span(.class("quiet")) { "每次打开都用名录重新计算，所用的就是封存时写入的名单和规则" }
      }
      factRow([
        ("名录中的机构", "\(outlook.bodies) 家"), ("计划抽查", "\(content.total) 家"),
        ("抽查比例", "\(percentText(ratio))%"),
        (
          "文件提出的比例",
          content.targetRatio > 0 ? "\(percentText(content.targetRatio))%" : "未提出"
        ),
        ("检查人员与专家", "\(outlook.people) 人"),
      ])
      if !outlook.fields.isEmpty {
        p(.class("quiet")) { "各领域各信用类别的抽中机会（抽取数/池中数）。同一领域同一类别的机构机会完全相同。" }
        chanceTable(
          outlook.fields.map(\.drawnField),
          inexact: Set(outlook.fields.filter { field in !field.isExact }.map(\.number)))
        if foldsPeople {
          details {
            summary { "检查力量" }
            peopleTable(outlook)
          }
        } else {
          peopleTable(outlook)
        }
        teamTable(outlook)
      }
    }
  }

  private static func peopleTable(_ outlook: PlanOutlook) -> some HTML {
    let kind = outlook.knowsCalendar ? "个工作日" : "天（该年度工作日历未导入，按自然日计）"
    return div(.class("scroll")) {
      table {
        caption {
          "检查力量：检查期内 \(outlook.visitDays) \(kind)，按每人每天最多检查一家计算上限；证件须在检查期结束时仍有效。"
        }
        thead {
          tr {
            heading("部门")
            heading("需要人次", isNumber: true)
            heading("可用人数", isNumber: true)
            heading("人均至少（家）", isNumber: true)
            heading("上限（人次）", isNumber: true)
            heading("占用")
          }
        }
        tbody {
          each(outlook.loads) { load in
            tr(.classes(load.needed > load.candidates * outlook.visitDays ? "bad" : nil)) {
              td { load.label }
              td(.class("num")) { load.needed }
              td(.class("num")) { load.candidates }
              td(.class("num")) { load.perPerson }
              td(.class("num")) { load.candidates * outlook.visitDays }
              td { bar(load.needed, of: max(1, load.candidates * outlook.visitDays)) }
            }
          }
        }
      }
    }
  }

  private static func teamTable(_ outlook: PlanOutlook) -> some HTML {
    let rows = outlook.fields.flatMap { field in field.teams.map { (field.name, $0) } }
    return details {
      summary { "各领域检查组的人选" }
      div(.class("scroll")) {
        table {
          thead {
            tr {
              heading("领域")
              heading("部门")
              heading("每组人数", isNumber: true)
              heading("符合条件", isNumber: true)
              heading("人选最少的机构可用", isNumber: true)
            }
          }
          tbody {
            each(rows) { row in
              tr(.classes((row.1.fewest ?? row.1.candidates) < row.1.people ? "bad" : nil)) {
                td { row.0 }
                td { row.1.label + (row.1.isLead ? "（牵头）" : "") }
                td(.class("num")) { row.1.people }
                td(.class("num")) { row.1.candidates }
                td(.class("num")) { row.1.fewest.map(String.init) ?? "—" }
              }
            }
          }
        }
      }
    }
  }

  /// The bytes that a freeze would store, for whoever wants to read them.
  package static func rulesText(_ rules: [UInt8]) -> some HTML {
    details {
      summary { "抽取规则文件 rules.tsv 原文" }
      pre(.class("file")) { String(decoding: rules, as: UTF8.self) }
    }
  }
}
