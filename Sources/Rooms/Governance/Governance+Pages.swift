internal import HTML
internal import Kernel
internal import Supervision

enum GovernancePages {
  struct ListModel {
    let rows: [Governance.Document]
    let coverage: [DocumentID: (clauses: Int, fulfilled: Int)]
    let paging: Paging
    let find: String
    let kind: String
    let codes: RegistryCodes
    let regions: CodeNames
    let today: CalendarDay
    let mayChange: Bool
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "规范性文件", trail: [("工作台", .desk)]) {
      pageHead("规范性文件", "监管所依据的文件、条款和有效期；每一条款由系统中的什么来落实，一目了然。") {
        exportActions(.exportFile, [("kind", "documents")])
        if model.mayChange { a(.class("button main"), .href(Link.documentNew)) { "登记文件" } }
      }
      card {
        getForm(.documents, .class("filters")) {
          inputField("标题或文号", "find", model.find, kind: .search)
          selectField(
            "种类", "kind", model.kind,
            CodeNames(model.codes.named(.document)).choices(all: "全部"))
          sideButton("筛选")
        }
        if model.rows.isEmpty {
          emptyState("没有符合条件的文件。请换个词再查。", ("查看全部文件", .documents))
        } else {
          dataTable(["文件", "发文机关", "种类", "适用地区", "发文", "状态", "条款落实"]) {
            each(model.rows) { row in line(row, model) }
          }
          pager(model.paging, .documents, [("find", model.find), ("kind", model.kind)])
        }
      }
    }
  }

  private static func line(_ row: Governance.Document, _ model: ListModel) -> some HTML {
    let covered = model.coverage[row.id]
    return tr {
      td(.class("wrap")) {
        a(.href(Link.document(row.id))) { row.title }
        if row.number != row.title { p(.class("small quiet")) { row.number } }
      }
      td(.class("wrap quiet")) { row.issuer }
      td(.class("wrap")) { model.codes.name(.document, row.kind) }
      td { model.regions[row.jurisdiction] }
      td { row.issuedOn?.chinese }
      td { state(row, model.today) }
      td {
        if let covered {
          p { "\(covered.fulfilled) / \(covered.clauses)" }
          bar(covered.fulfilled, of: covered.clauses)
        } else {
          span(.class("quiet")) { "未登记条款" }
        }
      }
    }
  }

  @HTMLBuilder
  static func state(_ row: Governance.Document, _ today: CalendarDay) -> some HTML {
    if let until = row.validUntil, until < today {
      chip(.plain, "\(until.chinese)失效")
    } else if let from = row.validFrom, today < from {
      chip(.warning, "\(from.chinese)施行")
    } else if row.confidence.isVerified {
      chip(.fine, "现行")
    } else {
      chip(.warning, "现行（原文待核实）")
    }
  }

  // MARK: one

  struct OneModel {
    let document: Governance.Document
    let clauses: [Governance.Clause]
    let fulfilments: [Int: [Governance.Fulfilment]]
    let duties: [Int: [String]]
    let cites: [Governance.Document]
    let citedBy: [Governance.Document]
    let versions: [DocumentVersion]
    let history: RecordHistory
    let codes: RegistryCodes
    let regions: CodeNames
    let today: CalendarDay
    /// Whether the document itself may be changed; links may be by every keeper.
    let mayChange: Bool
    let mayLink: Bool
    /// Parts of the house this person may not open.
    let closed: [Link]
    let problems: [String]
  }

  static func one(_ frame: Frame, _ model: OneModel) -> some HTML {
    let document = model.document
    return officePage(
      frame, document.number, trail: [("工作台", .desk), ("规范性文件", .documents)]
    ) {
      pageHead(document.title, document.number) {
        if model.mayChange {
          a(.class("button"), .href(Link.documentEdit(document.id))) { "修改登记" }
        }
      }
      problemList(model.problems)
      card("登记") {
        p(.class("row")) { state(document, model.today) }
        factList([
          ("发文机关", document.issuer), ("种类", model.codes.name(.document, document.kind)),
          ("适用地区", model.regions[document.jurisdiction]),
          ("发文日期", document.issuedOn?.chinese ?? ""),
          ("施行日期", document.validFrom?.chinese ?? ""),
          ("失效日期", document.validUntil?.chinese ?? ""), ("说明", document.note),
          ("原文", document.confidence.words),
        ])
      }
      citations(frame, model)
      coverage(model)
      each(model.clauses) { clause in clauseCard(frame, model, clause) }
      if model.mayChange { newClause(frame, model) }
      versions(model)
      recordHistory(frame, model.history)
    }
  }

  private static func isFulfilled(_ clause: Governance.Clause, _ model: OneModel) -> Bool {
    model.fulfilments[clause.id] != nil || model.duties[clause.id] != nil
  }

  private static func coverage(_ model: OneModel) -> some HTML {
    // A mere heading has nothing of its own to fulfil.
    let clauses = model.clauses.filter { clause in !clause.content.isEmpty }
    let open = clauses.filter { clause in !isFulfilled(clause, model) }
    return card("落实情况") {
      if clauses.isEmpty {
        p(.class("quiet")) { "还没有登记有原文的条款。" }
      } else {
        factRow([
          ("条款", String(clauses.count)),
          ("已有落实", String(clauses.count - open.count)), ("尚无落实", String(open.count)),
        ])
        if !open.isEmpty {
          p {
            "尚无落实："
            each(open) { clause in
              a(.href(Link.document(model.document.id).at("clause-\(clause.label)"))) {
                clause.label
              }
              " "
            }
          }
        }
      }
    }
  }

  private static func clauseCard(
    _ frame: Frame, _ model: OneModel, _ clause: Governance.Clause
  ) -> some HTML {
    let links = model.fulfilments[clause.id] ?? []
    let duties = model.duties[clause.id] ?? []
    return section(.class("card"), .id("clause-\(clause.label)")) {
      div(.class("card-head")) {
        h2 { "\(clause.label)　\(clause.title)" }
        if links.isEmpty, duties.isEmpty, !clause.content.isEmpty { chip(.warning, "尚无落实") }
      }
      if !clause.content.isEmpty {
        details {
          summary { "条款原文" }
          p { clause.content }
        }
      }
      if !links.isEmpty {
        ul {
          each(links) { link in
            li {
              chip(.plain, link.kind.label)
              " "
              if let target = link.link, !model.closed.contains(target) {
                a(.href(target)) { link.words }
              } else {
                link.words
              }
              if !link.note.isEmpty { span(.class("quiet")) { "　\(link.note)" } }
              if model.mayLink { unlink(frame, model, link) }
            }
          }
        }
      }
      if !duties.isEmpty {
        ul {
          each(duties) { duty in
            li {
              chip(.plain, "职责")
              " "
              a(.href(Link.responsibilities)) { duty }
            }
          }
        }
      }
      if model.mayLink { newLink(frame, model, clause) }
    }
  }

  private static func unlink(
    _ frame: Frame, _ model: OneModel, _ link: Governance.Fulfilment
  ) -> some HTML {
    details {
      summary { "取消" }
      postForm(.documentLinksEnd(model.document.id), frame.formToken) {
        hiddenField("link", String(link.id))
        inputField("取消理由", "reason", id: "unlink-\(link.id)")
        button(.class("button"), .type("submit")) { "取消这条落实" }
      }
    }
  }

  private static func newLink(
    _ frame: Frame, _ model: OneModel, _ clause: Governance.Clause
  ) -> some HTML {
    details {
      summary { "登记落实" }
      postForm(.documentLinks(model.document.id), frame.formToken) {
        hiddenField("clause", String(clause.id))
        hiddenField("kind", "page")
        selectField(
          "由系统的哪一部分落实", "target", "", frame.rooms.clauseTargets.map { ($0.code, $0.label) },
          id: "page-\(clause.id)")
        inputField("说明", "note", id: "note-page-\(clause.id)")
        sideButton("登记")
      }
      postForm(.documentLinks(model.document.id), frame.formToken) {
        hiddenField("clause", String(clause.id))
        selectField(
          "或由什么落实", "kind", "item",
          [("item", "抽查事项（填写编号）"), ("rule", "期限与限额（填写规则代码）"), ("form", "自查表（填写代码）")],
          id: "kind-\(clause.id)")
        inputField("编号或代码", "target", id: "target-\(clause.id)")
        inputField("说明", "note", id: "note-\(clause.id)")
        sideButton("登记")
      }
    }
  }

  private static func citations(_ frame: Frame, _ model: OneModel) -> some HTML {
    card("引用", note: "这份文件引用的和引用它的") {
      if model.cites.isEmpty, model.citedBy.isEmpty {
        p(.class("quiet")) { "没有登记引用关系。" }
      }
      if !model.cites.isEmpty { citationList("引用", model.cites, model.today) }
      if !model.citedBy.isEmpty { citationList("被引用", model.citedBy, model.today) }
      if model.mayChange {
        details {
          summary { "登记引用" }
          postForm(.documentCitations(model.document.id), frame.formToken) {
            inputField("被引用文件的文号", "cited")
            sideButton("登记引用")
          }
        }
      }
    }
  }

  private static func citationList(
    _ caption: String, _ documents: [Governance.Document], _ today: CalendarDay
  ) -> some HTML {
    ul {
      each(documents) { document in
        li {
          "\(caption)："
          a(.href(Link.document(document.id))) { "\(document.title)（\(document.number)）" }
          " "
          state(document, today)
        }
      }
    }
  }

  private static func newClause(_ frame: Frame, _ model: OneModel) -> some HTML {
    card("登记条款") {
      details {
        summary { "增加一个条款" }
        postForm(.documentClauses(model.document.id), frame.formToken) {
          inputField("条款号", "label", hint: "按引用的写法，如 三（二）1")
          inputField("标题", "title")
          textField("原文", "content", "", .literal("rows", "4"))
          sideButton("登记条款")
        }
      }
    }
  }

  private static func versions(_ model: OneModel) -> some HTML {
    card("登记的沿革") {
      dataTable(["自", "至", "标题", "施行", "失效", "来源", "经手人", "理由"]) {
        each(model.versions) { version in
          tr {
            td { version.known.since.milliseconds == 0 ? "随系统提供" : version.known.since.chinese }
            td { version.known.until?.chinese ?? "现在" }
            td(.class("name")) { version.title }
            td { version.validFrom?.chinese }
            td { version.validUntil?.chinese }
            td { version.known.source.label }
            td { version.known.account }
            td(.class("quiet wrap")) { version.known.reason }
          }
        }
      }
    }
  }

  // MARK: edit

  struct EditModel {
    let document: Governance.Document?
    let draft: DocumentDraft
    let kinds: [(value: String, label: String)]
    let regions: CodeNames
    let problems: [String]
  }

  static func edit(_ frame: Frame, _ model: EditModel) -> some HTML {
    let heading = model.document == nil ? "登记文件" : "修改登记"
    let draft = model.draft
    let target: Link = model.document.map { Link.documentEdit($0.id) } ?? .documents
    let back: Link = model.document.map { Link.document($0.id) } ?? .documents
    return officePage(frame, heading, trail: [("工作台", .desk), ("规范性文件", .documents)]) {
      pageHead(heading, model.document.map { "\($0.number)。文号不能修改；废止的文件填写失效日期，不删除。" })
      problemList(model.problems)
      card {
        postForm(target, frame.formToken) {
          if model.document == nil { inputField("文号", "number", draft.number) }
          inputField("标题", "title", draft.title)
          inputField("发文机关", "issuer", draft.issuer, hint: "联合发文的用“、”隔开")
          selectField("种类", "kind", draft.kind, model.kinds)
          selectField(
            "适用地区", "jurisdiction", draft.jurisdiction,
            model.regions.entries.map { ($0.code, $0.name) })
          inputField("发文日期", "issued-on", draft.issuedOn, kind: .day)
          inputField("施行日期", "valid-from", draft.validFrom, kind: .day)
          inputField("失效日期（最后一天）", "valid-until", draft.validUntil, kind: .day)
          inputField("说明", "note", draft.note)
          inputField("理由", "reason", draft.reason)
          div(.class("actions wide")) {
            submitButton("保存")
            a(.href(back)) { "返回，不保存" }
          }
        }
      }
    }
  }
}
