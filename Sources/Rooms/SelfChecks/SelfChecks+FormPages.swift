package import HTML
package import Kernel
internal import Storage
package import Supervision

/// The self-check as the body fills it in, as anybody reads it, and on paper.
package enum SelfCheckPages {
  package struct Model {
    package let check: SelfCheck
    package let items: [FormItem]
    /// What is stored, or what was typed when the form comes back.
    package var answers: [Int: SelfCheckAnswer]
    package let today: CalendarDay
    /// For officials.
    var history: RecordHistory?
    package var faults: [SelfCheckFault] = []
    /// What was typed has been stored although it could not be handed in.
    package var isKept = false

    var answered: Int {
      items.filter { $0.isAnswered && answers[$0.item]?.answer != nil }.count
    }
    var asked: Int { items.filter(\.isAnswered).count }
    var lastSaved: Instant? { answers.values.compactMap(\.savedAt).max() }

    func problem(of item: Int) -> String? { faults.first { $0.item == item }?.sentence }
  }

  // MARK: filling in

  package static func form(_ frame: Frame, _ model: Model) -> some HTML {
    officePage(frame, "自查", trail: [("机构门户", .portal)]) {
      pageHead(model.check.formTitle, model.check.planTitle) {
        a(.class("button"), .href(Link.ownSelfCheckPrint(model.check.id))) { "打印" }
      }
      faultList(model)
      facts(model)
      if model.check.isSubmitted {
        reading(model)
      } else {
        editing(frame, model)
      }
    }
  }

  @HTMLBuilder
  private static func faultList(_ model: Model) -> some HTML {
    if !model.faults.isEmpty {
      div(.class("problems"), .role("alert")) {
        p {
          model.isKept
            ? "填写的内容已经保存，但还不能提交。还差\(model.faults.count)处：" : "没有保存，请改正后再保存："
        }
        ul {
          each(model.faults) { fault in
            li {
              if let item = fault.item {
                a(.href(Link.ownSelfCheck(model.check.id).at("item-\(item)"))) { fault.sentence }
              } else {
                fault.sentence
              }
            }
          }
        }
      }
    }
  }

  private static func facts(_ model: Model) -> some HTML {
    card {
      div(.class("row")) {
        stageChip(model.check, model.today)
        span { "已答 \(model.answered) / \(model.asked) 项" }
        span(.class("quiet")) {
          model.lastSaved.map { "最近保存 \($0.chinese)" } ?? "尚未保存"
        }
        if let due = model.check.dueOn, !model.check.isSubmitted {
          span(.class("push")) { "请在 \(due.chinese) 前提交" }
        }
      }
      bar(model.answered, of: model.asked)
      factList([
        ("机构", model.check.bodyName), ("统一社会信用代码", model.check.uscc),
        ("资质认定证书编号", model.check.certificateNumber), ("表格来源", model.check.formSource),
        ("提交时间", model.check.submittedAt.map { $0.chinese } ?? ""),
      ])
    }
  }

  @HTMLBuilder
  package static func stageChip(_ check: SelfCheck, _ today: CalendarDay) -> some HTML {
    stageChip(
      check.stage, isOverdue: check.isOverdue(on: today), isLate: check.isLate)
  }

  @HTMLBuilder
  package static func stageChip(_ stage: SelfCheckStage, isOverdue: Bool, isLate: Bool) -> some HTML
  {
    if isOverdue {
      chip(.bad, "逾期未交")
    } else {
      chip(stage == .submitted ? .fine : stage == .draft ? .act : .plain, stage.label)
      if isLate { chip(.warning, "晚于期限提交") }
    }
  }

  private static func editing(_ frame: Frame, _ model: Model) -> some HTML {
    postForm(.ownSelfCheck(model.check.id), frame.formToken, .class("check-form")) {
      p(.class("quiet")) {
        "逐项选择“是否发现问题”；选“是”的要写明问题描述。随时可以保存，填完再提交；提交后不能修改。"
      }
      each(model.items) { item in editedItem(item, model) }
      div(.class("wide card")) {
        h2 { "承诺" }
        label(.class("choice")) {
          input(.type("checkbox"), .name("pledge"), .value("yes"))
          span { pledge }
        }
      }
      div(.class("wide check-bar")) {
        span(.class("quiet")) { "已答 \(model.answered) / \(model.asked) 项" }
        button(.class("button"), .type("submit"), .name("step"), .value("save")) { "保存" }
        button(.class("button main"), .type("submit"), .name("step"), .value("submit")) { "提交自查表" }
      }
    }
  }

  static let pledge = "本机构承诺：自查内容真实、准确、完整，并对其真实性负责。"

  private static func editedItem(_ item: FormItem, _ model: Model) -> some HTML {
    let given = model.answers[item.item]
    let problem = model.problem(of: item.item)
    return section(.class("wide card check-item"), .id("item-\(item.item)")) {
      itemText(item)
      if item.isAnswered {
        div(.class("check-answers"), .role("radiogroup"), .label("第\(item.item)项是否发现问题")) {
          span(.class("quiet")) { "是否发现问题" }
          each([Answer.problem, .compliant, .notApplicable]) { answer in
            label(.class("choice")) {
              input(
                .type("radio"), .name("answer-\(item.item)"), .value(answer.rawValue),
                .flag("checked", given?.answer == answer))
              span { answer.selfCheckLabel }
            }
          }
        }
        div(.class("field")) {
          label(.for("description-\(item.item)")) { "问题描述" }
          textarea(
            .id("description-\(item.item)"), .name("description-\(item.item)"),
            .literal("rows", "2"), .data("aria-invalid", problem == nil ? nil : "true")
          ) { "\n" + (given?.description ?? "") }
          if let problem { p(.class("problem")) { problem } }
        }
        div(.class("row")) {
          button(.class("button"), .type("submit"), .name("only"), .value(String(item.item))) {
            "只保存本项"
          }
          span(.class("small quiet")) { given?.savedAt.map { "已保存 \($0.chinese)" } ?? "" }
        }
      }
    }
  }

  @HTMLBuilder
  private static func itemText(_ item: FormItem) -> some HTML {
    h3 { "\(item.item)　\(item.title)" }
    if let lead = item.lead { p { lead } }
    ol { each(item.checks) { check in li { check } } }
    if !item.isAnswered { p(.class("quiet")) { "本项在表格中没有作答栏，无需填写。" } }
  }

  // MARK: reading

  static func reading(_ model: Model) -> some HTML {
    card("自查内容", note: model.check.isSubmitted ? "已提交，只能查看" : "机构尚未提交") {
      each(model.items) { item in
        section(.class("check-item"), .id("item-\(item.item)")) {
          itemText(item)
          if item.isAnswered { readAnswer(model.answers[item.item]) }
        }
      }
    }
  }

  private static func readAnswer(_ given: SelfCheckAnswer?) -> some HTML {
    p {
      span(.class("quiet")) { "是否发现问题：" }
      if let answer = given?.answer {
        chip(
          answer == .problem ? .bad : answer == .compliant ? .fine : .plain, answer.selfCheckLabel)
      } else {
        chip(.warning, "未作答")
      }
      if let description = given?.description, !description.isEmpty {
        span(.class("said")) { "　" + description }
      }
    }
  }

  // MARK: paper

  package static func sheet(_ frame: Frame, _ model: Model) -> some HTML {
    barePage(frame, model.check.formTitle) {
      div(.class("sheet")) {
        h1 { model.check.formTitle }
        factList([
          ("机构名称", model.check.bodyName), ("统一社会信用代码", model.check.uscc),
          ("资质认定证书编号", model.check.certificateNumber), ("地址", model.check.address),
          ("检查计划", model.check.planTitle),
          ("状态", model.check.isSubmitted ? "已提交" : "未提交（草稿，不作为提交的自查表）"),
          ("提交时间", model.check.submittedAt.map { $0.chinese } ?? ""),
        ])
        div(.class("scroll")) {
          table {
            thead {
              tr {
                heading("序号", isNumber: true)
                heading("自查内容")
                heading("检查方法及证明材料要求")
                heading("是否发现问题")
                heading("问题描述")
              }
            }
            tbody { each(model.items) { item in sheetRow(item, model.answers[item.item]) } }
          }
        }
        p { pledge }
        p(.class("signature")) { "法定代表人（签字）：　　　　　　　　机构（盖章）：　　　　　　　　日期：　　　年　　月　　日" }
      }
    }
  }

  private static func sheetRow(_ item: FormItem, _ given: SelfCheckAnswer?) -> some HTML {
    tr {
      td(.class("num")) { item.item }
      td(.class("wrap")) { item.title }
      td(.class("wrap small")) {
        if let lead = item.lead { p { lead } }
        each(Array(item.checks.enumerated())) { check in
          p { item.checks.count > 1 ? "（\(check.offset + 1)）\(check.element)" : check.element }
        }
      }
      td { item.isAnswered ? given?.answer?.selfCheckLabel ?? "" : "—" }
      td(.class("wrap")) { given?.description ?? "" }
    }
  }
}
