internal import Governance
internal import HTML
internal import Kernel
internal import Supervision

/// Which rules the system keeps.
enum PublicInfoPages {
  struct RulesModel {
    let rules: [LegalRule]
    let jurisdictions: [String: String]
    let calendarYears: [Int]
    let today: CalendarDay
    /// Where the rule stands in the register of documents, by its id; for officials only.
    let clauses: [String: [ClauseReference]]
  }

  static func rules(_ frame: Frame, _ model: RulesModel) -> some HTML {
    openPage(frame, "规则") {
      pageHead("规则", "系统里的每个法定数字都来自这张表：依据、适用地区、有效期和可信度。没有读到法规原文的，标明“待核实”。")
      card("期限与限额", note: "共\(model.rules.count)条") {
        div(.class("scroll")) {
          table(.class("stacked")) {
            thead {
              tr {
                heading("事项")
                heading("数值")
                heading("依据")
                heading("适用地区")
                heading("有效期")
                heading("可信度")
              }
            }
            tbody { each(model.rules) { rule in ruleRow(rule, model) } }
          }
        }
      }
      card("工作日历") {
        p {
          model.calendarYears.isEmpty
            ? "还没有录入任何年度的放假安排，按工作日计算的期限暂时无法推算。"
            : "已录入\(years(model.calendarYears))国务院办公厅公布的放假调休安排。"
        }
        p(.class("quiet")) {
          "未录入的年度不作推测：期限跨入未录入的年度时，以已录入的最后一天为限，只会提前，不会推迟。"
        }
      }
    }
  }

  private static func years(_ years: [Int]) -> String {
    years.map { "\($0)年" }.joined(separator: "、")
  }

  private static func ruleRow(_ rule: LegalRule, _ model: RulesModel) -> some HTML {
    tr {
      td(.class("wrap")) { rule.topic }
      td { "\(rule.value)\(rule.unit.label)" }
      td(.class("wrap")) {
        rule.basis
        each(model.clauses[rule.id] ?? []) { clause in
          p(.class("small")) { a(.href(clause.link)) { "条款：\(clause.number) \(clause.label)" } }
        }
      }
      td { model.jurisdictions[rule.jurisdiction] ?? rule.jurisdiction }
      td { validity(rule) }
      td {
        chip(
          rule.isVerified ? .fine : .warning,
          rule.isVerified ? rule.confidence.words : "待核实：\(rule.confidence.words)")
      }
    }
  }

  private static func validity(_ rule: LegalRule) -> String {
    switch (rule.validFrom, rule.validTo) {
    case (nil, nil): "现行"
    case (let from?, nil): "自\(from.chinese)起"
    case (nil, let to?): "至 \(to.iso)"
    case (let from?, let to?): "\(from.iso) 至 \(to.iso)"
    }
  }
}
