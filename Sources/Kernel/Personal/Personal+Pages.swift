package import HTML

/// Asks to see a record's personal data in full; nothing for those who may not.
///
/// - Parameters:
///   - kind: of a `PersonalSource`.
///   - id: the record's number.
@HTMLBuilder
package func revealForm(_ kind: String, _ id: Int, _ frame: Frame) -> Markup {
  if frame.visitor?.may(.readPersonal) == true {
    details(.class("reveal")) {
      summary { "查看完整信息" }
      postForm(.personal(kind, id), frame.formToken) {
        label(.class("field")) {
          span { "理由" }
          input(.type("text"), .name("reason"), .flag("required"))
        }
        p(.class("hint")) { "谁在什么时候因为什么看过，会记入操作日志。" }
        button(.class("button"), .type("submit")) { "查看" }
      }
    }
  }
}

enum PersonalPages {
  static func record(_ frame: Frame, _ record: PersonalRecord) -> some HTML {
    officePage(frame, record.subject, trail: [("工作台", .desk), ("返回", record.back)]) {
      pageHead(record.subject, "完整的个人信息只在这一页显示一次，这次查看已记入操作日志。请勿转抄无关内容。")
      card {
        if record.values.allSatisfy({ $0.value.isEmpty }) {
          emptyState("没有登记个人信息。", ("返回", record.back))
        } else {
          factList(record.values)
          p { a(.class("button"), .href(record.back)) { "返回" } }
        }
      }
    }
  }
}
