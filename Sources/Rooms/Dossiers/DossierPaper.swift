internal import Bodies
internal import Capabilities
internal import HTML
internal import Kernel
internal import Supervision

/// The dossier as it is printed: one sheet after another, no menus, no links.
enum DossierPaper {
  struct Model {
    let dossier: Dossier
    /// Who had it made, when.
    let madeBy: String
    let madeAt: Instant
  }

  /// The document for the program that makes the PDF; its style sheet is `Web/dossier.css`.
  static func document(_ model: Model) -> [UInt8] {
    let known = model.dossier.body
    return html(.literal("lang", "zh-CN")) {
      head {
        meta(.literal("charset", "utf-8"))
        title { "一企一卷：\(known.row.name)" }
      }
      body {
        header {
          p(.class("kind")) { "一企一卷" }
          h1 { known.row.name }
          p { "统一社会信用代码　\(known.row.uscc)" }
          p(.class("made")) { "\(model.madeAt.chinese)由\(model.madeBy)生成。个人信息按规定隐去。" }
        }
        registration(model.dossier)
        each(model.dossier.facts) { group in factTable(group.kind, group.facts, model.dossier) }
        capabilities(model.dossier.capabilities)
        files(model.dossier)
        timeline(model.dossier.timeline)
      }
    }.document()
  }

  private static func registration(_ dossier: Dossier) -> some HTML {
    let body = dossier.body
    let words = dossier.words
    return section {
      h2 { "登记" }
      factList([
        ("状态", body.row.status.label), ("信用风险分类", body.row.creditClass.fullLabel),
        ("机构类型", words.codes.name(.bodyKind, body.kind)),
        ("适用法律", words.codes.entry(.bodyKind, body.kind)?.basisLabel ?? ""),
        ("法律形式", words.codes.name(.legalForm, body.legalForm)),
        ("行政区划", "\(words.regions[body.row.region])（\(body.row.region)）"),
        ("地址", body.address),
        ("检验检测领域", body.fields.isEmpty ? "" : words.fields.joined(body.fields)),
        ("法定代表人", body.legalRepresentative), ("联系人", Masked.text(body.contact)),
        ("登记更新", body.updatedAt.chinese),
      ])
    }
  }

  @HTMLBuilder
  private static func factTable(
    _ kind: FactKind, _ facts: [Fact], _ dossier: Dossier
  ) -> some HTML {
    if !facts.isEmpty {
      let columns = kind.columns.enumerated().filter { $0.element.isListed }
      section {
        h2 { "\(kind.title)（\(facts.count)\(kind.counter)）" }
        table {
          thead {
            tr {
              each(columns) { heading($0.element.caption) }
              if kind.hasFields { heading("授权领域") }
            }
          }
          tbody {
            each(facts) { fact in
              tr {
                each(columns) { column in
                  td(.classes(column.element.isDay ? "when" : nil)) {
                    dossier.words.shown(fact.values[column.offset], column.element)
                  }
                }
                if kind.hasFields {
                  td { fact.fields.isEmpty ? "" : dossier.words.fields.joined(fact.fields) }
                }
              }
            }
          }
        }
      }
    }
  }

  /// So many lines of the annex are printed; the ZIP has all of them.
  private static let printedCapabilities = 500

  @HTMLBuilder
  private static func capabilities(_ annex: CapabilityAnnex) -> some HTML {
    if !annex.current.isEmpty {
      let captions = ["场所", "类别", "参数", "标准和条款", "方法", "限制范围"]
      section {
        h2 { "能力参数（\(annex.current.count)项）" }
        table {
          thead { tr { each(captions) { heading($0) } } }
          tbody {
            each(Array(annex.current.prefix(printedCapabilities))) { line in
              tr {
                td { line.siteName ?? Sites.mainName }
                td { line.category }
                td { line.parameter }
                td { line.basis }
                td { line.method }
                td { line.limits }
              }
            }
          }
        }
        if annex.current.count > printedCapabilities {
          p(.class("small")) {
            "只印出前\(printedCapabilities)项，全部\(annex.current.count)项见整卷（ZIP）中的“能力参数.csv”。"
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func files(_ dossier: Dossier) -> some HTML {
    if !dossier.files.isEmpty {
      section {
        h2 { "留存的文件" }
        table {
          thead { tr { each(["标题", "文件", "SHA-256"]) { heading($0) } } }
          tbody {
            each(dossier.files) { file in
              tr {
                td { file.title }
                td { file.fileName }
                td(.class("digest")) { file.digest }
              }
            }
          }
        }
      }
    }
  }

  private static func timeline(_ entries: [TimelineEntry]) -> some HTML {
    section {
      h2 { "大事记" }
      table(.class("timeline")) {
        thead { tr { each(["时间", "内容", "经过"]) { heading($0) } } }
        tbody {
          each(entries) { entry in
            tr {
              td(.class("when")) { entry.at.chinese }
              td(.class("when")) { entry.kind.label }
              td {
                entry.title
                if !entry.detail.isEmpty { p(.class("small")) { entry.detail } }
              }
            }
          }
        }
      }
    }
  }
}
