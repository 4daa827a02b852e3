internal import Kernel
internal import Supervision

// A step written down between reading and storing, since there may be millions.
extension CapabilityPass.Step: WrittenStep {
  func write(to sheet: inout StepSheet) {
    sheet.put(body.number)
    switch effect {
    case .add: sheet.put(0)
    case .change(let number):
      sheet.put(1)
      sheet.put(number)
    case .end(let number):
      sheet.put(2)
      sheet.put(number)
    }
    sheet.put(draft.site)
    sheet.put(draft.certificate)
    for text in [
      draft.category, draft.parameter, draft.standard, draft.standardTitle, draft.clause,
      draft.method, draft.limits, draft.validFrom?.iso ?? "", draft.validUntil?.iso ?? "",
    ] { sheet.put(text) }
  }

  init(from sheet: inout StepSheet) {
    body = BodyID(sheet.takeNumber())
    switch sheet.takeNumber() {
    case 1: effect = .change(sheet.takeNumber())
    case 2: effect = .end(sheet.takeNumber())
    default: effect = .add
    }
    var draft = CapabilityDraft()
    draft.site = sheet.takeNumber()
    draft.certificate = sheet.takeNumber()
    draft.category = sheet.takeText()
    draft.parameter = sheet.takeText()
    draft.standard = sheet.takeText()
    draft.standardTitle = sheet.takeText()
    draft.clause = sheet.takeText()
    draft.method = sheet.takeText()
    draft.limits = sheet.takeText()
    draft.validFrom = CalendarDay(iso: sheet.takeText())
    draft.validUntil = CalendarDay(iso: sheet.takeText())
    self.draft = draft
  }
}
