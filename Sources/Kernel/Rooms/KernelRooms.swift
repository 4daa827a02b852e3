// What the kernel itself shows; declared like any room.

extension Operations {
  package static let room = Room(
    "house", "系统", routes: routes, reference: Reference.files)
}

extension Personal {
  package static let room = Room(
    "personal", "个人信息", routes: routes,
    actions: [
      JournalAction("personal.reveal", "查看完整个人信息", disturbsImports: false)
    ])
}
