internal import HTML

enum SitePages {
  static func list(_ frame: Frame, _ model: BodyPages.Model) -> some HTML {
    let dossier = model.dossier
    let body = dossier.body.id
    return card("检验检测场所", note: "管辖按实际检验检测场所") {
      if dossier.sites.isEmpty {
        p(.class("quiet")) { "没有登记场所。" }
      } else {
        dataTable(["场所", "地址", "行政区划"]) {
          each(dossier.sites) { site in
            tr {
              td(.class("name")) { site.name }
              td(.class("name")) { site.address }
              td { dossier.regions[site.region] }
            }
          }
        }
      }
      if Registry.mayKeep(model.actor) {
        details {
          summary { "增加或取消场所" }
          postForm(.bodySites(body), frame.formToken) {
            inputField("场所名称", "name", hint: "如 浦东实验室")
            inputField("场所地址", "address")
            inputField("行政区划", "region", dossier.body.row.region, hint: "六位代码或名称")
            submitButton("增加场所")
          }
          if dossier.sites.contains(where: { $0.name != Sites.mainName }) {
            postForm(.bodySitesRemove(body), frame.formToken) {
              selectField(
                "场所", "site", "",
                dossier.sites.filter { $0.name != Sites.mainName }
                  .map { (String($0.id), $0.name) })
              inputField("取消理由", "reason")
              button(.class("button"), .type("submit")) { "取消场所" }
            }
          }
        }
      }
    }
  }
}
