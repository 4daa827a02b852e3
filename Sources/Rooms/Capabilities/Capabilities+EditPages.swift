internal import Bodies
internal import HTML
internal import Kernel
internal import Supervision

enum CapabilityEditPages {
  struct Model {
    let body: BodyRow
    /// The record that is changed; nil for a new one.
    let row: CapabilityRow?
    let versions: [CapabilityRow]
    let form: CapabilityForm
    let places: CapabilityPlaces
    let problems: [String]
  }

  static func page(_ frame: Frame, _ model: Model) -> some HTML {
    let body = model.body
    let heading = model.row.map { "修改第\($0.number)项能力" } ?? "登记一项能力"
    return officePage(
      frame, heading,
      trail: [
        ("工作台", .desk), ("检验检测机构", .bodies), (body.name, .body(body.id)),
        ("能力参数", .capabilities(body.id)),
      ]
    ) {
      pageHead(heading, "照资质认定证书附表填写。修改和终止之后，原来的内容仍可按日期查到。")
      problemList(model.problems)
      card { form(frame, model) }
      if let row = model.row {
        card("终止这项能力", note: "附表不再列有，或被撤销时") {
          postForm(.capabilityEnd(body.id, row.number), frame.formToken) {
            inputField("理由", "reason", hint: "例如：依据变更批准文件取消", id: "end-reason")
            button(.class("button"), .type("submit")) { "终止" }
          }
        }
        versions(model, row)
      }
    }
  }

  private static func form(_ frame: Frame, _ model: Model) -> some HTML {
    let form = model.form
    let target =
      model.row.map { Link.capability(model.body.id, $0.number) } ?? .capabilityNew(model.body.id)
    return postForm(target, frame.formToken) {
      hiddenField("seen", String(form.seen))
      inputField(
        "类别（产品）", "category", form.category, hint: "如 水和废水", problem: form.problems["category"])
      inputField(
        "参数", "parameter", form.parameter, hint: "如 铅", problem: form.problems["parameter"])
      inputField(
        "标准编号", "standard", form.standard, hint: "如 GB 5009.12-2023",
        problem: form.problems["standard"])
      inputField(
        "标准名称", "standard_title", form.standardTitle, hint: "标准库已有的可以留空",
        problem: form.problems["standard_title"])
      inputField("条款", "clause", form.clause, hint: "如 第一法", problem: form.problems["clause"])
      inputField("方法", "method", form.method, problem: form.problems["method"])
      inputField(
        "限制范围", "limits", form.limits, hint: "如 只测瓶装水", problem: form.problems["limits"])
      selectField(
        "场所", "site", form.site,
        [("", "主场所")] + model.places.sites.map { (String($0.id), $0.name) },
        problem: form.problems["site"])
      selectField(
        "证书", "certificate", form.certificate,
        [("", "主证书")] + model.places.certificates.map { (String($0.id), $0.name) },
        problem: form.problems["certificate"])
      inputField(
        "起始日期", "valid_from", form.validFrom, kind: .day, hint: "与证书相同时留空",
        problem: form.problems["valid_from"])
      inputField(
        "截止日期", "valid_until", form.validUntil, kind: .day, hint: "与证书相同时留空",
        problem: form.problems["valid_until"])
      inputField(
        "理由", "reason", form.reason, hint: "例如：扩项评审批准，文号……",
        problem: form.problems["reason"])
      div(.class("actions wide")) {
        submitButton("保存")
        a(.href(Link.capabilities(model.body.id))) { "返回，不修改" }
      }
    }
  }

  private static func versions(_ model: Model, _ row: CapabilityRow) -> some HTML {
    card("这项能力的历史") {
      ol(.class("history")) {
        li {
          span(.class("small quiet")) { "\(row.since.chinese) 起 " }
          row.draft.sentence + "。现在有效。"
        }
        each(model.versions) { version in
          li {
            span(.class("small quiet")) {
              "\(version.since.chinese) 至 \(version.until?.chinese ?? "") "
            }
            version.draft.sentence + "。"
          }
        }
      }
    }
  }
}
