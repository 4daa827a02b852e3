internal import HTML
internal import Kernel
internal import Supervision

extension BodyPages {
  struct EditModel {
    let body: Body
    let form: BodyForm
    let regions: CodeNames
    let fields: CodeNames
    let codes: RegistryCodes
    let today: CalendarDay
    let problems: [String]
  }

  struct NewModel {
    let form: BodyForm
    let regions: CodeNames
    let fields: CodeNames
    let codes: RegistryCodes
    let today: CalendarDay
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
          registration(form, regions: model.regions, fields: model.fields)
          kinds(form, model.codes, model.today)
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

  static func new(_ frame: Frame, _ model: NewModel) -> some HTML {
    officePage(
      frame, "登记机构", trail: [("工作台", .desk), ("检验检测机构", .bodies)]
    ) {
      pageHead("登记机构", "一家一家地登记；成批的名录请用文件导入。")
      problemList(model.problems)
      card {
        postForm(.bodyNew, frame.formToken) {
          inputField(
            "统一社会信用代码", "uscc", model.form.uscc, hint: "18位，登记后不能修改",
            problem: model.form.problems["uscc"])
          registration(model.form, regions: model.regions, fields: model.fields)
          kinds(model.form, model.codes, model.today)
          inputField(
            "依据或来源", "reason", model.form.reason, hint: "例如：资质认定发证通知",
            problem: model.form.problems["reason"])
          div(.class("actions wide")) {
            submitButton("登记")
            a(.href(Link.bodies)) { "返回，不登记" }
          }
        }
      }
    }
  }

  struct EndModel {
    let body: Body
    let reason: String
    let problems: [String]
  }

  static func end(_ frame: Frame, _ model: EndModel) -> some HTML {
    officePage(
      frame, "终止机构",
      trail: [
        ("工作台", .desk), ("检验检测机构", .bodies), (model.body.row.name, .body(model.body.id)),
      ]
    ) {
      pageHead(
        "终止机构：\(model.body.row.name)", "终止后不再进入抽取名单。档案全部保留；已封存的计划照常执行。")
      problemList(model.problems)
      card {
        postForm(.bodyEnd(model.body.id), frame.formToken) {
          selectField(
            "证书", "state", "cancelled",
            [("cancelled", "同时注销主证书"), ("withdrawn", "同时撤销主证书"), ("", "证书状态不变")])
          inputField("终止理由", "reason", model.reason, hint: "如 注销营业执照、主动申请注销资质")
          div(.class("actions wide")) {
            submitButton("终止")
            a(.href(Link.body(model.body.id))) { "返回，不终止" }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func registration(
    _ form: BodyForm, regions: CodeNames, fields: CodeNames
  ) -> some HTML {
    inputField("机构名称", "name", form.name, problem: form.problems["name"])
    inputField(
      "资质认定证书编号", "certificate_number", form.certificateNumber,
      problem: form.problems["certificate_number"])
    inputField(
      "证书有效期至", "certificate_until", form.certificateUntil, kind: .day,
      problem: form.problems["certificate_until"])
    selectField(
      "行政区划", "region", form.region,
      regions.entries.map { ($0.code, "\($0.name)（\($0.code)）") },
      problem: form.problems["region"])
    inputField("地址", "address", form.address, problem: form.problems["address"])
    fieldChoices(form, fields)
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
  }

  @HTMLBuilder
  private static func kinds(
    _ form: BodyForm, _ codes: RegistryCodes, _ today: CalendarDay
  ) -> some HTML {
    selectField(
      "机构类型", "kind", form.kind,
      [("", "未定")] + codes.choices(.bodyKind, on: today).map { ($0.value, $0.label) },
      hint: "决定适用的法律", problem: form.problems["kind"])
    selectField(
      "法律形式", "legal_form", form.legalForm,
      [("", "未定")] + codes.choices(.legalForm, on: today).map { ($0.value, $0.label) },
      problem: form.problems["legal_form"])
  }

  private static func fieldChoices(_ form: BodyForm, _ fields: CodeNames) -> some HTML {
    fieldset {
      legend { "检验检测领域" }
      each(fields.entries) { field in
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
}
