internal import HTML
internal import Kernel
internal import Storage
internal import Supervision

extension VisitPages {
  struct NoticeModel {
    let visit: Visit
    let members: [VisitMember]
    let items: [FormItem]
    let rule: NoticeRule?
    /// Where the page leads back to.
    let back: (String, Link)
  }

  /// The notice to the body: an official document, made to be printed on A4.
  static func notice(_ frame: Frame, _ model: NoticeModel) -> some HTML {
    let visit = model.visit
    return barePage(frame, "检查告知书 · \(visit.bodyName)") {
      nav(.class("row no-print"), .label("返回")) {
        a(.href(model.back.1)) { model.back.0 }
        span(.class("quiet")) { "用浏览器的打印功能打印，A4 纸。" }
      }
      article(.class("official")) {
        if visit.stage == .withdrawn {
          p(.class("draft")) { "你单位已退出本次抽查，本次检查不再进行" }
        } else if visit.noticeAt == nil {
          p(.class("draft")) { "预览（尚未告知，不具效力）" }
        }
        header {
          p(.class("issuer")) { visit.planAuthority }
          h1 { "行政检查告知书" }
          p(.class("number")) { "检查码　\(visit.code)" }
        }
        p(.class("to")) { "\(visit.bodyName)（统一社会信用代码 \(visit.uscc)）：" }
        p(.class("text")) {
          "根据“\(visit.planTitle)”（依据：\(visit.planBasis)），经随机抽取，你单位被列为检查对象。"
            + "检查人员同样由随机抽取产生，抽取记录向社会公开，可以验证。现将检查事项告知如下："
        }
        noticeBody(model)
        noticeFoot(model)
      }
    }
  }

  private static func noticeBody(_ model: NoticeModel) -> some HTML {
    let visit = model.visit
    let rule = model.rule.map { "（告知时限：\($0.sentence)）" } ?? ""
    return ol(.class("clauses")) {
      li {
        b { "检查时间和地点　" }
        "\(visit.startsAt?.chinese ?? "未定")，\(visit.place)。\(rule)"
      }
      li {
        b { "检查人员" }
        teamTable(model.members.filter { $0.leftAt == nil })
      }
      li {
        b { "检查事项　" }
        "\(visit.fieldName)领域；按《\(visit.templateTitle)》逐项检查，共 \(model.items.count) 项："
        ol(.class("items")) { each(model.items) { item in li { item.title } } }
      }
      li {
        b { "检查依据　" }
        "《检验检测机构监督管理办法》《检验检测机构资质认定管理办法》及 \(visit.planBasis)。"
      }
      li {
        b { "检查人员的纪律　" }
        "依照《国务院办公厅关于严格规范涉企行政检查的意见》（国办发〔2024〕54号）“五个严禁”“八个不得”的要求（以下为要点，以公布的原文为准）："
        ul { each(discipline) { line in li { line } } }
      }
      li {
        b { "你单位的权利　" }
        "有权核验检查人员的执法证件；认为检查人员与你单位有利害关系、可能影响公正的，有权申请回避；"
          + "有权陈述、申辩；检查人员违反上述纪律的，有权拒绝并举报。"
      }
      li {
        b { "你单位的义务　" }
        "请按时接受检查，安排熟悉情况的人员到场，准备营业执照、资质认定证书、人员和设备档案、检验检测报告及原始记录；"
          + "不得以任何理由推脱或者逃避检查。"
      }
    }
  }

  /// 五个严禁、八个不得, in short.
  private static let discipline = [
    "严禁：为谋利或者完成指标而检查；接受被检查单位的馈赠、报酬、福利；参加其提供的宴请、娱乐、旅游；"
      + "由其支付费用或者把检查费用转嫁给它；利用检查谋取私利。",
    "不得：妨碍正常生产经营；没有法定依据或者未经批准而检查；重复检查、多头检查；以观摩、督导、考察等名义变相检查；"
      + "无故要求法定代表人到场；强制要求购买指定的商品或者服务；泄露商业秘密；随意责令停产停业。",
  ]

  private static func teamTable(_ members: [VisitMember]) -> some HTML {
    table {
      thead {
        tr {
          heading("姓名")
          heading("部门")
          heading("身份")
          heading("执法证号")
        }
      }
      tbody {
        each(members) { member in
          tr {
            td { member.name }
            td { member.department }
            td { member.capacity }
            td { member.certificate.isEmpty ? "—" : member.certificate }
          }
        }
      }
    }
  }

  private static func noticeFoot(_ model: NoticeModel) -> some HTML {
    let visit = model.visit
    return footer {
      p(.class("sign")) { visit.planAuthority }
      p(.class("sign")) { visit.noticeAt.map { "\($0.chinese) 告知" } ?? "（告知时间）" }
      table(.class("receipt")) {
        tbody {
          tr {
            th { "送达" }
            td { visit.noticeReadAt.map { "机构于 \($0.chinese) 在门户查看" } ?? "机构尚未在门户查看" }
          }
          tr {
            th { "签收人（纸质送达时）" }
            td { "　　　　　　　　　　年　　月　　日　　时　　分" }
          }
        }
      }
    }
  }
}
