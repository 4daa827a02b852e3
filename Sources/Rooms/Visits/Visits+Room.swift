internal import Draws
package import Kernel
internal import SelfChecks
internal import Storage
internal import Supervision

extension Visits {
  /// What the application knows of this room.
  package static let room = Room(
    "visit", "现场检查",
    routes: routes,
    menu: [MenuEntry(.inspection, "现场检查", .visits, .visits, .readVisits)],
    flashes: [.scheduled, .notified, .began, .answered],
    actions: [
      JournalAction("visit.schedule", "安排检查", disturbsImports: false),
      JournalAction("visit.notify", "检查告知", disturbsImports: false),
      JournalAction("visit.notice-read", "机构查看告知", disturbsImports: false),
      JournalAction("visit.begin", "开始检查", disturbsImports: false),
      JournalAction("visit.answer", "保存检查记录", disturbsImports: false),
      JournalAction("visit.publish", "公开结果", disturbsImports: false),
    ],
    facts: [
      JournalFact("answer", "答案") { value, _ in Answer(rawValue: value)?.label ?? value },
      .moment("start", "检查时间"), .day("publish-on", "公开日期"), .day("rectification", "整改期限"),
      .words("results", "检查结果") { InspectionResult(rawValue: $0)?.label },
      JournalFact("by", "方式") { value, _ in value == "due day" ? "到期自动公开" : value },
    ],
    subjects: [
      JournalSubject("visit", "现场检查") { id in
        """
        SELECT v.region, t.department, NULL AS unit FROM visits v JOIN plans p ON p.id = v.plan
        JOIN authorities t ON t.id = p.authority WHERE v.id = \(id)
        """
      }
    ],
    tasks: { try tasks(for: $0, now: $1, $2) },
    personal: personalSources,
    listeners: [
      .on(BodyDrawn.self) { try open($0, $1) }, .on(BodyWithdrawn.self) { try withdraw($0, $1) },
      .on(MemberReplaced.self) { try replaceMember($0, $1) },
    ],
    contributions: [
      ClauseTarget("visits", "现场检查", .visits, at: 33), bodyPart, personPart, deskPart,
    ])
}

extension Place {
  package static let visits = Place("visits")
  package static let portal = Place("portal")
}

extension Permission {
  /// Prepare, notify, answer, submit, countersign: by members of the team.
  package static let inspect = Permission("inspect", [.inspector])
  /// Approve or return as the third pair of eyes.
  package static let review = Permission("review", [.supervisor])
}

extension Flash {
  static let scheduled = Flash("scheduled", "检查时间已确定。")
  static let notified = Flash("notified", "检查告知已送达机构。")
  static let began = Flash("began", "现场检查已开始。")
  static let answered = Flash("answered", "刚才那一项已存好。")
}
