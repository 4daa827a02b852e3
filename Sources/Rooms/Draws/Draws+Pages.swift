internal import HTML
internal import Kernel
internal import Plans
internal import Storage
internal import Supervision

enum DrawPages {
  static let trail: [(String, Link)] = [("工作台", .desk), ("抽取", .draws)]

  struct ListModel {
    let rows: [DrawRow]
    let paging: Paging
    let stage: DrawStage?
  }

  static func list(_ frame: Frame, _ model: ListModel) -> some HTML {
    officePage(frame, "抽取", trail: [("工作台", .desk)]) {
      pageHead("抽取", "每一次抽取都有公开编号，最后不是公开就是写明理由作废，没有悄悄重来。")
      card {
        getForm(.draws, .class("filters")) {
          selectField(
            "阶段", "stage", model.stage?.rawValue ?? "",
            [("", "全部阶段")] + DrawStage.allCases.map { ($0.rawValue, $0.label) })
          sideButton("筛选")
        }
        if model.rows.isEmpty {
          emptyState(
            model.stage == nil ? "还没有抽取。请在计划页封存名单，抽取由此开始。" : "没有处于这个阶段的抽取，请换一个阶段。",
            model.stage == nil ? ("去看计划", Link.plans) : nil)
        } else {
          DrawParts.drawTable(model.rows)
          pager(model.paging, .draws, [("stage", model.stage?.rawValue ?? "")])
        }
      }
    }
  }

  struct FreezeModel {
    let plan: Plan
    let outlook: PlanOutlook
    let rules: [UInt8]
    let choices: [ContributorChoice]
    let form: FreezeForm
    let faults: [FormFault]
    let problems: [String]

    func problem(_ input: String) -> String? {
      faults.first { $0.input == input }?.sentence
    }
  }

  static func freeze(_ frame: Frame, _ model: FreezeModel) -> some HTML {
    let plan = model.plan
    return officePage(
      frame, "封存名单", trail: [("工作台", .desk), ("计划", .plans), (plan.content.title, .plan(plan.id))]
    ) {
      pageHead("封存名单并公布抽取安排", "封存时取得抽取编号，名单、规则、机会和下面的安排立即公布，此后谁也不能改动。")
      problemList(model.problems)
      if !model.outlook.faults.isEmpty { PlanParts.faultList(model.outlook.faults) }
      postForm(.planFreeze(plan.id), frame.formToken, .class("plan-form")) {
        contributorFields(model)
        beaconFields(model)
        div(.class("wide actions")) { submitButton("封存并公布") }
      }
      PlanParts.outlook(model.outlook, plan.content)
      card("将要封存的规则") { PlanParts.rulesText(model.rules) }
    }
  }

  private static func contributorFields(_ model: FreezeModel) -> some HTML {
    div(.class("wide card form-grid")) {
      h2 { "谁提供随机数" }
      fieldset(.class("wide")) {
        legend { "每个单位先公布承诺值，公共随机数产生后再交出原值；只要有一家保密，谁也无法预知结果。" }
        each(model.choices) { choice in
          label(.class("choice")) {
            input(
              .type("checkbox"), .name("contributor"), .value(choice.id.description),
              .flag("checked", model.form.contributors.contains(choice.id)))
            span {
              choice.name
              if choice.planners == 0 { span(.class("quiet small")) { "（没有计划员账号）" } }
            }
          }
        }
        if let problem = model.problem("contributor") { p(.class("problem")) { problem } }
      }
    }
  }

  private static func beaconFields(_ model: FreezeModel) -> some HTML {
    let form = model.form
    return div(.class("wide card form-grid")) {
      h2 { "公共随机数" }
      inputField(
        "来源", "source", form.source, hint: "人人可查、无人能左右", problem: model.problem("source"))
      inputField("期号", "issue", form.issue, hint: "封存之后才产生的那一期", problem: model.problem("issue"))
      inputField(
        "公布时间（北京时间）", "beacon-after", form.beaconAfter, kind: .moment,
        hint: "此前不能登记", problem: model.problem("beacon-after"))
      inputField(
        "异议截止", "challenge-until", form.challengeUntil, kind: .moment,
        hint: "各方在此之前核对名单和规则", problem: model.problem("challenge-until"))
      inputField(
        "写法示例", "example", form.example, hint: "登记时逐字符核对写法", problem: model.problem("example"))
      textField("记录格式", "format", form.format, problem: model.problem("format"))
      textField("备用方案", "fallback", form.fallback, problem: model.problem("fallback"))
    }
  }

  /// Shown once, in the answer to the request that made the secret.
  static func secret(
    _ frame: Frame, _ draw: DrawID, contributor: String, secret: String, commitment: String
  ) -> some HTML {
    officePage(frame, "请立即抄存随机数", trail: trail) {
      pageHead("请立即抄存这个随机数", "它只在这里出现一次，系统没有保存。公共随机数产生后，由\(contributor)原样交出；丢失则本次抽取作废。")
      section(.class("card next")) {
        h2 { "\(contributor)的随机数（保密）" }
        p(.class("secret")) { code(.class("hash")) { secret } }
        h3 { "已登记并公开的承诺值" }
        p { hash(commitment, isWhole: true) }
        p(.class("quiet")) { "请打印或抄写后锁存，不要拍照上传、不要发送给任何人。" }
        div(.class("actions")) {
          a(.class("button main"), .href(Link.draw(draw))) { "已抄存，返回抽取页" }
        }
      }
    }
  }

  struct AmendModel {
    let draw: DrawID
    let number: Int
    let picks: [(body: BodyID, name: String)]
    /// The body chosen, with its team.
    let body: (id: BodyID, name: String, stratum: String, field: String)?
    let team: [(person: String, name: String, department: String)]
    let chosen: String
    let reason: String
    let problems: [String]
  }

  static func amend(_ frame: Frame, _ model: AmendModel) -> some HTML {
    officePage(
      frame, "递补与回避", trail: trail + [("第 \(model.number) 号抽取", .draw(model.draw))]
    ) {
      pageHead("递补与回避", "抽取之后不再抽取：谁退出，就由签号紧接着的顶上，由规则决定，不由人挑选。理由会公开。")
      problemList(model.problems)
      card("哪一家机构") {
        getForm(.drawAmend(model.draw), .class("filters")) {
          selectField(
            "机构", "body", model.body?.id.description ?? "",
            [("", "请选择")] + model.picks.map { ($0.body.description, $0.name) })
          submitButton("选定")
        }
      }
      if let body = model.body { amendForm(frame, model, body) }
    }
  }

  private static func amendForm(
    _ frame: Frame, _ model: AmendModel,
    _ body: (id: BodyID, name: String, stratum: String, field: String)
  ) -> some HTML {
    card(body.name, note: "\(body.field) · \(PlanParts.stratumLabel(body.stratum))") {
      postForm(.drawAmend(model.draw), frame.formToken) {
        hiddenField("body", body.id.description)
        fieldset(.class("wide stack")) {
          legend { "谁退出" }
          label(.class("choice")) {
            input(
              .type("radio"), .name("who"), .value("-"), .flag("checked", model.chosen == "-"))
            span { "机构退出检查：由“\(body.field)”\(PlanParts.stratumLabel(body.stratum))中签号次小、从未抽中的机构递补" }
          }
          each(model.team) { member in
            label(.class("choice")) {
              input(
                .type("radio"), .name("who"), .value(member.person),
                .flag("checked", model.chosen == member.person))
              span { "\(member.name)（\(member.department)，\(member.person)）回避：由同一角色中负担最轻、签号次小的人接替" }
            }
          }
        }
        textField("理由", "reason", model.reason, hint: "会写入公开的抽取记录，不要写个人隐私")
        submitButton("按规则递补")
      }
    }
  }
}
