internal import HTML
internal import Kernel
internal import Supervision

extension AccountPages {
  /// Open sessions, with what can be done about each in a last column.
  static func sessionTable<Actions: HTML>(
    _ sessions: [SessionRow], hasActions: Bool,
    @HTMLBuilder actions: @escaping (SessionRow) -> Actions
  ) -> some HTML {
    dataTable(["登录时间", "最近使用", "地址", "浏览器"] + (hasActions ? [""] : [])) {
      each(sessions) { session in
        tr {
          td { session.createdAt.chinese }
          td { session.seenAt.chinese }
          td { session.address }
          td(.class("quiet"), .title(session.agent)) { browserName(session.agent) }
          if hasActions { td(.class("num")) { actions(session) } }
        }
      }
    }
  }
}
