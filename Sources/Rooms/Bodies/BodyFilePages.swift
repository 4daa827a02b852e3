internal import HTML
internal import Kernel
internal import Supervision

package enum BodyFilePages {
  /// The kept files of a body, with the form that adds one.
  static func card(_ frame: Frame, _ model: BodyPages.Model) -> some HTML {
    let body = model.body.id
    return Kernel.card("文件", note: "证书附表、声明原件等，按原样留存") {
      if model.files.isEmpty {
        p(.class("quiet")) { "没有留存的文件。" }
      } else {
        dataTable(["文件", "所属证书", "大小", "登记时间", ""]) {
          each(model.files) { file in line(frame, file, model) }
        }
      }
      if model.header.mayChange {
        details {
          summary { "登记文件" }
          uploadForm(.bodyFiles(body), frame.formToken) {
            inputField("标题", "title", hint: "如 资质认定证书附表")
            selectField(
              "所属证书", "certificate", "",
              [("", "不属于某张证书")]
                + model.certificates.map { (String($0.id), $0.text("number", .certificates)) })
            div(.class("field")) {
              label(.for("file")) { "文件" }
              input(.type("file"), .id("file"), .name("file"))
            }
            submitButton("登记文件")
          }
        }
      }
    }
  }

  private static func line(
    _ frame: Frame, _ file: BodyFile, _ model: BodyPages.Model
  ) -> some HTML {
    let body = model.body.id
    let owner = model.certificates.first { $0.id == file.certificate }
    return tr {
      td(.class("name")) {
        a(.href(Link.bodyFiles(body).part(file.id))) { file.title }
        p(.class("small quiet")) { file.fileName }
      }
      td { owner?.text("number", .certificates) ?? "" }
      td(.class("num")) { fileSize(file.size) }
      td { file.since.day.chinese }
      td {
        if model.header.mayChange {
          details {
            summary { "撤下" }
            postForm(Link.bodyFiles(body).part(file.id).part("end"), frame.formToken) {
              inputField("撤下理由", "reason-\(file.id)")
              button(.class("button"), .type("submit")) { "撤下" }
            }
          }
        }
      }
    }
  }
}
