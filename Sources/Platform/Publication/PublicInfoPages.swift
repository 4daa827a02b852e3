internal import HTML
internal import Supervision

/// How anybody verifies, and which rules the system keeps.
enum PublicInfoPages {
  struct VerifyModel {
    /// The latest revealed draws, to try it on.
    let draws: [DrawRow]
  }

  static func verify(_ frame: Frame, _ model: VerifyModel) -> some HTML {
    openPage(frame, "验证") {
      pageHead("怎样验证一次抽取", "不需要相信我们：下载资料，自己重算，比一比是否相同。")
      card("一、下载资料") {
        p { "打开一次已公开的抽取，下载“抽取资料（ZIP）”并解开。里面是封存的名单、规则、各方随机数和抽取记录。" }
        if model.draws.isEmpty {
          p(.class("quiet")) { "目前还没有已公开的抽取。" }
        } else {
          ul {
            each(model.draws) { draw in
              li {
                a(.href(Link.publicDrawArchive(draw.number))) { "第\(draw.number)次抽取" }
                span(.class("quiet")) { "　\(draw.title)" }
              }
            }
          }
        }
      }
      card("二、重算一遍") {
        p { "在解开的文件夹上运行下面的命令：" }
        pre { "mingcha verify 抽取资料文件夹" }
        p { "程序只读这些文件，不联网，不看时间。结果相同，它打印 verified 和记录指纹，以代码 0 结束：" }
        pre { "verified 3f5c66e2cefd640c…" }
        p { "有一个字节不同，它就指出第一处不同的行、应有的内容和实际的内容，以代码 1 结束；文件本身有误，以代码 2 结束。" }
      }
      card("三、对照事先公布的指纹") {
        ol {
          li { "抽取页面上“事先的封存与承诺”里的名单指纹，应与重算出的相同：名单没有在抽取前后被换过。" }
          li { "每一方的承诺值，应由它后来交出的随机数算出：没有人在看到公共随机数之后才选自己的数。" }
          li { "公共随机数应与其来源公布的相同：抽取者不能挑选结果。" }
          li { "记录指纹应与抽取当时公布的相同：公布的记录就是当时抽出的那一份。" }
        }
      }
      card("不用我们的程序也可以") {
        p { "算法 mingcha-draw-1 全部由散列值的大小比较组成，只用整数和字节，任何人都能照规格另写一个程序。" }
        p {
          "每家机构的签号 = 散列(标签 ‖ 种子 ‖ 阶段 ‖ 机构编号)，同一类别里签号最小的被抽中。因此同一类别里每家机构被抽中的机会完全相同，都是 抽取数 / 家数。"
        }
      }
      card("公开记录的指纹") {
        p { "每一份公开的计划、抽取和检查结果都可以下载为 JSON（UTF-8，键按升序排列，没有空格）。其 SHA-256 就是页面上的指纹：" }
        pre { "sha256sum 记录.json" }
        p { "记录更正时公布新的版本，写明理由；原来的版本和指纹保留，并标明已被更正。" }
      }
    }
  }

  struct RulesModel {
    let rules: [LegalRule]
    let jurisdictions: [String: String]
    let calendarYears: [Int]
    let today: CalendarDay
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
      td(.class("wrap")) { rule.basis }
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
    case (let from?, nil): "自 \(from.iso) 起"
    case (nil, let to?): "至 \(to.iso)"
    case (let from?, let to?): "\(from.iso) 至 \(to.iso)"
    }
  }
}

extension LegalRule.Confidence {
  /// How the number is known, for people.
  var words: String {
    switch self {
    case .statute: "已读法规原文"
    case .governing: "已读规范性文件"
    case .checked: "已核算"
    case .press: "报道或政府网页摘录"
    case .published: "公开数据文件"
    case .paraphrase: "转述"
    case .unverified: "尚无原文"
    }
  }
}
