internal import HTML
internal import Kernel
internal import Supervision

extension PeoplePages {
  struct EditModel {
    let key: PersonKey?
    let form: PersonForm
    let regions: CodeNames
    let fields: CodeNames
    let authorities: [(value: String, label: String)]
    let problems: [String]
  }

  /// The form of a registration: a new person, or name, unit and region of a known one.
  static func edit(_ frame: Frame, _ model: EditModel) -> some HTML {
    let form = model.form
    let isExpert = form.isExpert
    let heading =
      form.isNew ? (isExpert ? "登记专家" : "登记检查人员") : "修改登记：\(form.name)"
    let list: (String, Link) = isExpert ? ("专家", .experts) : ("执法检查人员", .inspectors)
    let target: Link = model.key?.editLink ?? list.1
    return officePage(frame, heading, trail: [("工作台", .desk), list]) {
      pageHead(
        heading, form.isNew ? nil : "证件、领域、聘期等在人员页面上逐条登记；这里修改姓名、单位和区划。")
      problemList(model.problems)
      card {
        postForm(target, frame.formToken) {
          hiddenField("seen", String(form.seen))
          codeField(form)
          inputField("姓名", "name", form.name, problem: form.problems["name"])
          if isExpert {
            inputField("工作单位", "employer", form.employer, problem: form.problems["employer"])
            inputField("职称", "title", form.title, problem: form.problems["title"])
          } else {
            selectField(
              "所属单位", "authority", form.authority, [("", "请选择")] + model.authorities,
              problem: form.problems["authority"])
          }
          selectField(
            "行政区划", "region", form.region,
            model.regions.entries.map { ($0.code, "\($0.name)（\($0.code)）") },
            problem: form.problems["region"])
          if form.isNew { newFields(model) }
          inputField("理由", "reason", form.reason, problem: form.problems["reason"])
          div(.class("actions wide")) {
            submitButton("保存")
            a(.href(model.key?.link ?? list.1)) { "返回，不保存" }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func codeField(_ form: PersonForm) -> some HTML {
    if form.isNew {
      inputField(
        "编号", "code", form.code, hint: "半角，不重复，登记后不能修改，写入抽取名单",
        problem: form.problems["code"])
    } else {
      div(.class("field")) {
        span(.class("label")) { "编号" }
        code { form.code }
        p(.class("hint")) { "编号写入抽取名单，不能修改。" }
      }
    }
  }

  @HTMLBuilder
  private static func newFields(_ model: EditModel) -> some HTML {
    let form = model.form
    if !form.isExpert {
      inputField(
        "部门执法证号", "certificate_number", form.certificateNumber,
        problem: form.problems["certificate_number"])
    }
    inputField(
      form.isExpert ? "聘期至" : "执法证有效期至", "valid_until", form.validUntil, kind: .day,
      problem: form.problems["valid_until"])
    fieldset {
      legend { form.isExpert ? "专业领域" : "检查领域" }
      each(model.fields.entries) { field in
        label(.class("choice")) {
          input(
            .type("checkbox"), .name("field"), .value(field.code),
            .flag("checked", form.fields.contains(field.code)))
          span { field.name }
        }
      }
      if let problem = form.problems["field"] { p(.class("problem")) { problem } }
    }
  }

  /// The pledge of an expert on paper.
  static func pledge(
    _ frame: Frame, name: String, code personCode: String, title: String, text: String,
    signed: [PersonFactDraft]
  ) -> some HTML {
    barePage(frame, title) {
      article(.class("official")) {
        header { h1 { title } }
        p(.class("text")) { text }
        p(.class("text")) { "承诺人：\(name)（专家编号 \(personCode)）" }
        p(.class("sign")) { "签名：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日" }
        if signed.isEmpty {
          p(.class("draft")) { "尚未登记签署。签署后请在专家页面登记签署日期和原件档案号。" }
        } else {
          each(signed) { fact in
            p(.class("text")) { "已于\(fact.validFrom?.chinese ?? "")签署，原件存 \(fact.number)。" }
          }
        }
      }
    }
  }
}
