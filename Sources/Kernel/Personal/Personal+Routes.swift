internal import HTML
internal import HTTP

extension Link {
  static func personal(_ kind: String, _ id: Int) -> Link { Link("/personal", kind, "", id) }
}

extension Personal {
  static let routes: [Route] = [
    // A POST, although it changes no record: every look is written down.
    .post("/personal/:kind/:id", .readPersonal) { call in
      let record = try reveal(
        call.parameters["kind"] ?? "", try call.id("id") { $0 },
        reason: (call.request.form["reason"] ?? "").trimmed, call)
      return .html(PersonalPages.record(call.frame(.nowhere), record).document())
    }
  ]
}
