internal import HTML
internal import Supervision

extension BodyPages {
  struct EditModel {
    let body: Body
    let form: BodyForm
    let regions: CodeNames
    let fields: CodeNames
    let problems: [String]
  }

  static func edit(_ frame: Frame, _ model: EditModel) -> some HTML {
    let form = model.form
    return officePage(
      frame, "修改登记",
      trail: [
        ("工作台", .desk), ("检验检测机构", .bodies), (model.body.row.name, .body(model.body.id)),
      ]
    ) {
      pageHead("修改登记：\(model.body.row.name)", "每一处改动连同理由记入操作日志。正在执行的计划使用已封存的名单，不受影响。")
      problemList(model.problems)
      card {
        postForm(.bodyEdit(model.body.id), frame.formToken) {
          hiddenField("seen", String(form.seen))
          div(.class("field")) {
            span(.class("label")) { "统一社会信用代码" }
            code { model.body.row.uscc }
            p(.class("hint")) { "代码标识机构，不能修改；如登记有误，请导入新机构并终止这一条。" }
          }
          inputField("机构名称", "name", form.name, problem: form.problems["name"])
          inputField(
            "资质认定证书编号", "certificate_number", form.certificateNumber,
            problem: form.problems["certificate_number"])
          inputField(
            "证书有效期至", "certificate_until", form.certificateUntil, kind: .day,
            problem: form.problems["certificate_until"])
          selectField(
            "行政区划", "region", form.region,
            model.regions.entries.map { ($0.code, "\($0.name)（\($0.code)）") },
            problem: form.problems["region"])
          inputField("地址", "address", form.address, problem: form.problems["address"])
          fieldChoices(model)
          selectField(
            "信用风险分类", "credit_class", form.credit,
            CreditClass.allCases.map { ($0.rawValue, $0.fullLabel) },
            hint: "由信用监管部门评定，影响抽中机会", problem: form.problems["credit_class"])
          selectField(
            "状态", "status", form.status, BodyStatus.allCases.map { ($0.rawValue, $0.label) },
            hint: "只有“正常”的机构进入抽取名单", problem: form.problems["status"])
          inputField(
            "法定代表人", "legal_representative", form.legalRepresentative,
            problem: form.problems["legal_representative"])
          inputField("联系人", "contact", form.contact, problem: form.problems["contact"])
          inputField(
            "修改理由", "reason", form.reason, hint: "例如：依据信用风险分类结果通报调整",
            problem: form.problems["reason"])
          div(.class("actions wide")) {
            submitButton("保存")
            a(.href(Link.body(model.body.id))) { "返回，不修改" }
          }
        }
      }
    }
  }

  private static func fieldChoices(_ model: EditModel) -> some HTML {
    fieldset {
      legend { "检验检测领域" }
      each(model.fields.entries) { field in
        label(.class("choice")) {
          input(
            .type("checkbox"), .name("field"), .value(field.code),
            .flag("checked", model.form.fields.contains(field.code)))
          span { field.name }
        }
      }
      if let problem = model.form.problems["field"] { p(.class("problem")) { problem } }
    }
  }
}
