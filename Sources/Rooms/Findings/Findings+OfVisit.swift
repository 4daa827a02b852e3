internal import HTML
internal import Kernel
internal import Supervision
internal import Visits

extension Findings {
  /// The rectification that a visit led to, on the visit's page.
  static let visitPart = VisitPart { visit, db in
    guard let found = try rectification(of: visit, db) else { return nil }
    return p {
      a(.href(Link.rectification(found.id))) { "整改" }
      " "
      chip(found.stage.tint, found.stage.label)
    }.markup
  }
}
