internal import Documents
package import Kernel

extension Dossiers {
  /// What the application knows of this room.
  package static let room = Room(
    "dossier", "一企一卷",
    routes: routes,
    actions: [
      JournalAction("registry.dossier", "下载一企一卷", disturbsImports: false)
    ],
    states: [Papers.self],
    contributions: [bodyPart])
}

/// The program that makes paper of pages.
final class Papers: RoomState {
  let program = PaperProgram()

  init(_ setup: RoomSetup) {}
}

extension House {
  var papers: PaperProgram { state(Papers.self).program }
}
