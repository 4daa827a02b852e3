internal import HTML
internal import Supervision

/// The page of one file: what would happen, what is wrong, what has been done.
extension ImportPages {
  /// Which list of the report is shown.
  enum Shown: Sendable, Equatable {
    case findings([ImportFinding])
    case rows(ImportedRow.Effect, [ImportedRow])

    var code: String {
      switch self {
      case .findings: ""
      case .rows(let effect, _): effect.rawValue
      }
    }
  }

  struct Model {
    let record: ImportRecord
    let shown: Shown
    let paging: Paging
    let problems: [String]
    let history: RecordHistory
    /// How far the work in the background has come; nil when none is under way.
    let progress: ImportProgress?
  }

  static func one(_ frame: Frame, _ model: Model) -> some HTML {
    let record = model.record
    return officePage(
      frame, record.fileName, trail: [("工作台", .desk), ("文件导入", .imports)]
    ) {
      pageHead("\(record.kind.label)：\(record.fileName)", explanation(model)) {
        if record.state != .dropped {
          a(.class("button"), .href(Link.importOriginal(record.id))) { "下载原始文件" }
        }
      }
      problemList(model.problems)
      if !record.problem.isEmpty { p(.class("done"), .role("status")) { record.problem } }
      card {
        p(.class("row")) { chip(record.state.tint, record.state.label) }
        if isRunning(record) {
          progress(frame, model)
        } else {
          counts(record)
          decision(frame, record)
        }
      }
      if !isRunning(record), record.state != .failed { report(model) }
      fileCard(record)
      recordHistory(frame, model.history)
    }
  }

  private static func isRunning(_ record: ImportRecord) -> Bool {
    record.state == .checking || record.state == .accepting
  }

  private static func explanation(_ model: Model) -> String {
    let record = model.record
    switch record.state {
    case .received: return "文件已收到，还没有检查。"
    case .checking, .accepting:
      guard model.progress != nil else {
        return record.state == .checking
          ? "检查被中断（服务器重新启动过），没有改动名录。请重新检查。"
          : "导入被中断（服务器重新启动过），没有导入任何内容。请重新导入。"
      }
      return record.state == .checking
        ? "正在逐行检查，可以离开本页，稍后回来看结果。" : "正在导入，全部完成才会生效；取消则不导入任何内容。"
    case .checked:
      return record.counts.effective > 0
        ? "检查完成，尚未入库。确认后一次导入全部合格行；不合格的行不导入，可以改正后另行上传。"
        : "检查完成，没有可以导入的行。"
    case .failed: return "文件不能使用，没有导入任何内容。"
    case .accepted: return "全部合格行已经入库，原始文件已留存。"
    case .dropped: return "已放弃，没有导入任何内容。"
    }
  }

  private static func progress(_ frame: Frame, _ model: Model) -> some HTML {
    let record = model.record
    return div {
      if let progress = model.progress {
        p(.role("status")) {
          if let total = progress.total {
            "检查完毕，已写入\(progress.rows)行，共\(total)行"
          } else {
            "已检查\(progress.rows)行"
          }
        }
        postForm(.importCancel(record.id), frame.formToken, .class("inline")) {
          button(.class("button"), .type("submit")) { "取消" }
        }
      } else if record.state == .checking {
        again(.importCheck(record.id), "重新检查", frame)
      } else {
        again(.importAccept(record.id), "重新导入", frame)
      }
    }
  }

  private static func again(_ link: Link, _ caption: String, _ frame: Frame) -> some HTML {
    postForm(link, frame.formToken, .class("inline")) { submitButton(caption) }
  }

  private static func counts(_ record: ImportRecord) -> some HTML {
    factRow([
      ("读到", "\(record.counts.read)行"), ("新增", "\(record.counts.new)行"),
      ("更新", "\(record.counts.changed)行"), ("终止", "\(record.counts.ended)行"),
      ("未变", "\(record.counts.same)行"), ("不合格", "\(record.counts.refused)行"),
    ])
  }

  private static func decision(_ frame: Frame, _ record: ImportRecord) -> some HTML {
    div(.class("actions")) {
      if record.state == .checked, record.counts.effective > 0 {
        postForm(.importAccept(record.id), frame.formToken, .class("inline")) {
          submitButton("导入\(record.counts.effective)行")
        }
      }
      if record.state != .accepted, record.state != .dropped {
        a(.class("button"), .href(Link.importColumns(record.id))) { "更改表头或列" }
        postForm(.importDrop(record.id), frame.formToken, .class("inline")) {
          button(.class("button"), .type("submit")) { "放弃这个文件" }
        }
      }
    }
  }

  // MARK: lists

  private static func report(_ model: Model) -> some HTML {
    let record = model.record
    return card("逐行结果", note: "“不合格”的行不导入；“提示”的行照样导入，请留意") {
      nav(.class("tabs"), .label("结果")) {
        tab("问题与提示", "", model)
        each(ImportedRow.Effect.allCases) { effect in
          tab("\(effect.label) \(count(effect, record.counts))", effect.rawValue, model)
        }
      }
      switch model.shown {
      case .findings(let findings): findingList(findings, model)
      case .rows(let effect, let rows): rowList(effect, rows, model)
      }
    }
  }

  private static func tab(_ caption: String, _ code: String, _ model: Model) -> some HTML {
    a(
      .href(Link.importFile(model.record.id).with([("show", code)])),
      .data("aria-current", model.shown.code == code ? "true" : nil)
    ) { caption }
  }

  private static func count(_ effect: ImportedRow.Effect, _ counts: ImportCounts) -> Int {
    switch effect {
    case .new: counts.new
    case .changed: counts.changed
    case .ended: counts.ended
    case .same: counts.same
    }
  }

  @HTMLBuilder
  private static func findingList(_ findings: [ImportFinding], _ model: Model) -> some HTML {
    if findings.isEmpty {
      p(.class("quiet")) { "没有发现问题。" }
    } else {
      p {
        if model.record.state != .dropped {
          a(.href(Link.importAnnotated(model.record.id))) { "下载批注副本" }
          "（您的表格，有问题的单元格已标出并说明） "
        }
        a(.href(Link.importFindings(model.record.id))) { "下载问题清单（CSV）" }
      }
      findingTable(findings)
      pager(model.paging, .importFile(model.record.id), [])
    }
  }

  private static func findingTable(_ findings: [ImportFinding]) -> some HTML {
    div(.class("scroll")) {
      table {
        thead {
          tr {
            heading("行", isNumber: true)
            heading("列")
            heading("内容")
            heading("问题")
            heading("建议")
            heading("处理")
          }
        }
        tbody {
          each(findings) { finding in
            tr {
              td(.class("num")) { finding.row.map { String($0) } ?? "" }
              td { finding.column }
              td(.classes(finding.value.utf8.count > 30 ? "quiet" : nil)) { finding.value }
              td(.class("name")) { finding.reason }
              td(.class("name")) { finding.suggestion }
              td { finding.isRefused ? chip(.bad, "不合格") : chip(.warning, "提示") }
            }
          }
        }
      }
    }
  }

  @HTMLBuilder
  private static func rowList(
    _ effect: ImportedRow.Effect, _ rows: [ImportedRow], _ model: Model
  ) -> some HTML {
    let total = count(effect, model.record.counts)
    if rows.isEmpty {
      p(.class("quiet")) { "没有\(effect.label)的行。" }
    } else {
      if total > ImportOutcome.rowLimit {
        p(.class("quiet")) { "共\(total)行，列出前\(ImportOutcome.rowLimit)行；批注副本里有全部各行的结果。" }
      }
      dataTable(["行", "名称", effect == .new || effect == .same ? "" : "变动"]) {
        each(rows) { row in
          tr {
            td(.class("num")) { row.number }
            td(.class("name")) { row.title }
            td(.class("name")) { row.changes }
          }
        }
      }
      pager(model.paging, .importFile(model.record.id), [("show", effect.rawValue)])
    }
  }

  private static func fileCard(_ record: ImportRecord) -> some HTML {
    card("文件") {
      factList([
        ("文件名", record.fileName), ("大小", fileSize(record.size)), ("编码", record.encoding),
        ("表头", record.headerRow > 0 ? "第\(record.headerRow)行" : ""),
        ("上传", "\(record.at.chinese) \(record.accountName)"),
        ("办理", record.decidedAt?.chinese ?? ""),
      ])
      p { "SHA-256 " }
      p { hash(record.digest, isWhole: true) }
    }
  }
}
