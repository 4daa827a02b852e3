internal import Findings
internal import HTML
internal import HTTP
package import Kernel
internal import Publication
internal import SelfChecks
internal import Storage
internal import Supervision
internal import Visits

extension Portal {
  package static let routes: [Route] = [
    .get("/portal", .ownPortal) { call in
      let actor = try call.actor()
      let model = try call.house.store.read {
        try landing(actor, now: call.now, call.house, $0)
      }
      return .html(PortalPages.landing(call.frame(.portal), model).document())
    },
    .get("/portal/self-checks/:id", .ownPortal) { call in
      let model = try SelfChecks.ownModel(call)
      return .html(SelfCheckPages.form(call.frame(.portal), model).document())
    },
    .get("/portal/self-checks/:id/print", .ownPortal) { call in
      let model = try SelfChecks.ownModel(call)
      return .html(SelfCheckPages.sheet(call.frame(.portal), model).document())
    },
    .post("/portal/self-checks/:id", .ownPortal, selfCheckAnswer),
    .get("/portal/rectifications/:id", .ownPortal) { call in try rectificationPage(call) },
    .post("/portal/rectifications/:id/answer", .ownPortal) { call in
      let id = try call.id("id", RectificationID.init)
      let content = (call.request.form["content"] ?? "").normalizedLines
      do {
        try Findings.answer(id, content: content, by: try call.actor(), call)
      } catch Problem.refused(let reasons) {
        return try rectificationPage(call, draft: content, problems: reasons)
      }
      return .redirect(to: Link.portal.done(.submitted).address)
    },
  ]

  /// Saves one item, saves all, or saves all and hands in.
  @Sendable private static func selfCheckAnswer(_ call: Call) throws -> Response {
    let form = call.request.form
    var model = try SelfChecks.ownModel(call)
    let id = model.check.id
    let only = form["only"].flatMap(Int.init)
    let items = model.items.filter { $0.isAnswered && (only == nil || $0.item == only) }
    let given = items.compactMap { SelfChecks.given($0.item, form) }
    do {
      try SelfChecks.save(id, given, call)
      model = try SelfChecks.ownModel(call)
      if form["step"] == SelfCheckStep.submit.rawValue {
        try SelfChecks.submit(id, isPledged: form["pledge"] == "yes", call)
        return .redirect(to: Link.portal.done(.submitted).address)
      }
    } catch let refusal as SelfCheckRefusal {
      let isKept = !refusal.faults.allSatisfy { fault in
        fault.item.map { item in
          given.contains {
            $0.item == item && $0.description.count > SelfCheckRule.descriptionLimit
          }
        } ?? false
      }
      return .html(
        SelfCheckPages.form(
          call.frame(.portal), refused(model, refusal, typed: isKept ? [] : given, isKept: isKept)
        ).document(), status: 422)
    }
    let saved = Link.ownSelfCheck(id).done(.saved)
    return .redirect(to: (only.map { saved.at("item-\($0)") } ?? saved).address)
  }

  /// The form once more, with what was typed and what is wrong with it.
  private static func refused(
    _ model: SelfCheckPages.Model, _ refusal: SelfCheckRefusal, typed: [SelfCheckAnswer],
    isKept: Bool
  ) -> SelfCheckPages.Model {
    var model = model
    for answer in typed { model.answers[answer.item] = answer }
    model.faults = refusal.faults
    model.isKept = isKept
    return model
  }

  private static func rectificationPage(
    _ call: Call, draft: String = "", problems: [String] = []
  ) throws -> Response {
    let actor = try call.actor()
    let id = try call.id("id", RectificationID.init)
    let model = try call.house.store.read { db in
      PortalPages.RectificationModel(
        item: try rectification(id, of: try body(actor), db),
        entries: try Findings.entries(of: id, db), today: call.now.day, draft: draft,
        problems: problems)
    }
    return .html(
      PortalPages.rectification(call.frame(.portal), model).document(),
      status: problems.isEmpty ? 200 : 422)
  }
}
