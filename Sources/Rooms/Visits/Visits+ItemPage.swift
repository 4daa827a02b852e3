package import HTML
internal import Kernel
internal import Storage
internal import Supervision

// The checklist: one question per screen for the phone, all of them on one page for the desk.

extension VisitPages {
  struct ItemModel {
    let visit: Visit
    let checklist: Checklist
    let item: ChecklistItem
    let draft: AnswerDraft
    let team: Int
    /// Whether this person may save now.
    let mayAnswer: Bool
    /// Why not.
    let reason: String?
  }

  static func item(_ frame: Frame, _ model: ItemModel) -> some HTML {
    let number = model.item.form.item
    return barePage(frame, "第 \(number) 项 · \(model.visit.bodyName)") {
      postForm(
        .visitItem(model.visit.id, number), frame.formToken, .class("phone"), .flag("novalidate")
      ) {
        hiddenField("seen", model.draft.seen)
        phoneHead(model)
        section {
          savedLine(model)
          question(model.item)
          if let reason = model.reason { p(.class("notes")) { reason } }
          if model.item.form.isAnswered { answerChoices(model) }
          description(model)
          if model.item.form.isAnswered { problemParts(model) }
          knownBefore(model)
        }
        phoneFoot(model)
      }
    }
  }

  private static func phoneHead(_ model: ItemModel) -> some HTML {
    let list = model.checklist
    return header {
      a(.href(Link.visitChecklist(model.visit.id))) { "‹ 返回" }
      bar(list.doneCount, of: list.asked.count)
      span(.class("small quiet")) { "\(model.item.form.item) / \(list.items.count)" }
    }
  }

  private static func savedLine(_ model: ItemModel) -> some HTML {
    let list = model.checklist
    return p(.class("small quiet")) {
      "\(model.visit.bodyName) · 检查组 \(model.team) 人 · "
      chip(
        list.doneCount == list.asked.count ? .fine : .act,
        "已存 \(list.doneCount) / \(list.asked.count) 项")
      " "
      span(.class("saved")) {
        if let answer = model.item.answer {
          chip(.fine, "本项已存 \(answer.at.timeOfDay) \(answer.name)")
        } else {
          chip(.warning, "本项未存")
        }
      }
    }
  }

  @HTMLBuilder
  private static func question(_ item: ChecklistItem) -> some HTML {
    h1 { "\(item.form.item)　\(item.form.title)" }
    if let lead = item.form.lead { p { lead } }
    if item.form.checks.count == 1 {
      p { item.form.checks[0] }
    } else if !item.form.checks.isEmpty {
      ol(.class("checks")) { each(item.form.checks) { check in li { check } } }
    }
  }

  private static func answerChoices(_ model: ItemModel) -> some HTML {
    fieldset(.class("answers")) {
      legend { "检查结论" }
      each(Answer.allCases) { answer in
        label(.classes(answer == .problem ? nil : "fine")) {
          input(
            .type("radio"), .name("answer"), .value(answer.rawValue),
            .flag("checked", model.draft.answer == answer.rawValue),
            .flag("disabled", !model.mayAnswer))
          span { answer.label }
        }
      }
      if let problem = model.draft.answerProblem { p(.class("problem")) { problem } }
    }
  }

  private static func description(_ model: ItemModel) -> some HTML {
    textField(
      model.item.form.isAnswered ? "情况描述（有问题必填）" : "记录（本项没有结论，可不填）", "description",
      model.draft.description, problem: model.draft.descriptionProblem,
      .flag("readonly", !model.mayAnswer))
  }

  private static func problemParts(_ model: ItemModel) -> some HTML {
    details(.class("wide"), .flag("open", model.draft.answer == Answer.problem.rawValue)) {
      summary { "有问题时：性质、是否当场改正" }
      div(.class("stack")) {
        selectField(
          "问题性质", "nature", model.draft.nature,
          ProblemNature.allCases.map { ($0.rawValue, $0.label) },
          hint: "不实、虚假的情形见检验检测机构监督管理办法第十三、十四条", problem: model.draft.natureProblem)
        tick("corrected", "已责令并当场改正", model.draft.isCorrected)
      }
    }
  }

  private static func knownBefore(_ model: ItemModel) -> some HTML {
    let selfCheck: String
    if let line = model.item.selfCheck, let answer = line.answer {
      let found = answer == .compliant ? "否（未发现问题）" : answer.selfCheckLabel
      selfCheck =
        "自查时机构回答“\(found)”" + (line.description.isEmpty ? "。" : "：\(line.description)")
    } else {
      selfCheck =
        model.checklist.selfCheck?.submittedAt == nil ? "机构没有提交自查表。" : "自查表中机构未回答这一项。"
    }
    return p(.class("small quiet")) {
      "\(selfCheck)　依据：\(model.visit.templateTitle)第 \(model.item.form.item) 项"
    }
  }

  private static func phoneFoot(_ model: ItemModel) -> some HTML {
    let list = model.checklist
    let number = model.item.form.item
    let next = list.after(number)
    return footer {
      if let previous = list.before(number) {
        a(.class("button"), .href(Link.visitItem(model.visit.id, previous))) { "上一项" }
      }
      if model.mayAnswer {
        button(.class("button main push"), .type("submit")) {
          next == nil ? "存好，完成" : "存好，下一项"
        }
      } else if let next {
        a(.class("button push"), .href(Link.visitItem(model.visit.id, next))) { "下一项" }
      }
    }
  }

  // MARK: overview

  struct ChecklistModel {
    let standing: Standing
    let checklist: Checklist
    var visit: Visit { standing.visit }
    var mayAnswer: Bool { standing.verdict(on: .saveAnswer).isAllowed }
  }

  static func checklist(_ frame: Frame, _ model: ChecklistModel) -> some HTML {
    let visit = model.visit
    let list = model.checklist
    return officePage(
      frame, "检查记录 · \(visit.bodyName)",
      trail: [("工作台", .desk), ("现场检查", .visits), (visit.bodyName, .visit(visit.id))]
    ) {
      pageHead("检查记录", "\(visit.bodyName) · \(visit.templateTitle)") {
        if model.mayAnswer, let open = list.firstOpen {
          a(.class("button main"), .href(Link.visitItem(visit.id, open.form.item))) {
            "继续：第 \(open.form.item) 项"
          }
        } else if model.mayAnswer {
          a(.class("button main"), .href(Link.visitSubmit(visit.id))) { "核对并提交结果" }
        }
      }
      card {
        factRow([
          ("应查项", "\(list.asked.count)"), ("已存", "\(list.doneCount)"),
          ("有问题", "\(list.problems.count)"),
          ("与自查不一致", "\(list.items.count { $0.contradictsSelfCheck })"),
        ])
        recordTable(visit, list)
      }
    }
  }

  /// Every item with what was found, what the body had said, who saved it and when.
  package static func recordTable(_ visit: Visit, _ list: Checklist) -> some HTML {
    div(.class("scroll")) {
      table(.class("stacked")) {
        thead {
          tr {
            heading("项", isNumber: true)
            heading("检查内容")
            heading("结论")
            heading("情况")
            heading("机构自查")
            heading("谁，何时")
          }
        }
        tbody { each(list.items) { item in recordRow(visit, item) } }
      }
    }
  }

  private static func recordRow(_ visit: Visit, _ item: ChecklistItem) -> some HTML {
    tr {
      td(.class("num")) { item.form.item }
      td(.class("name")) {
        a(.href(Link.visitItem(visit.id, item.form.item))) { item.form.title }
      }
      td { answerChip(item) }
      td(.class("quiet")) {
        item.answer?.description ?? ""
        if item.answer?.isCorrected == true {
          " "
          chip(.fine, "已当场改正")
        }
        if let nature = item.answer?.nature, nature != .ordinary {
          " "
          chip(.bad, nature.short)
        }
      }
      td(.class("wrap"), .data("data-label", "机构自查")) {
        selfCheckWord(item)
        if item.contradictsSelfCheck {
          " "
          chip(.warning, "不一致")
        }
      }
      td(.class("quiet")) {
        if let answer = item.answer { "\(answer.name)　\(answer.at.chinese)" }
      }
    }
  }

  private static func selfCheckWord(_ item: ChecklistItem) -> String {
    guard let line = item.selfCheck else { return "—" }
    let word =
      line.answer == .compliant ? "未发现问题" : line.answer == .problem ? "发现问题" : "不适用"
    return line.description.isEmpty ? word : "\(word)：\(line.description)"
  }

  @HTMLBuilder
  static func answerChip(_ item: ChecklistItem) -> some HTML {
    if let answer = item.answer?.answer {
      chip(answer == .compliant ? .fine : answer == .problem ? .bad : .plain, answer.label)
    } else if item.form.isAnswered {
      chip(.warning, "未查")
    } else {
      "—"
    }
  }
}
