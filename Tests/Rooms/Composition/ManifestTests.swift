import Foundation
import Testing

@testable import Composition
@testable import HTTP
@testable import Kernel

/// What rooms declare, held against what their sources use.
@Suite("Room manifests")
struct ManifestTests {
  private static let sources: [(path: String, text: String)] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources").path
    let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      (try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)).map { (path, $0) }
    }
  }()

  @Test("every action a command writes is declared, and every declared one is written")
  func actions() {
    let declared = Set(Rooms.all.words.actions.map(\.code))
    var told: Set<String> = []
    var named: Set<String> = []
    for source in Self.sources where !source.path.hasSuffix("+Room.swift") {
      for match in source.text.matches(
        of: /journal\(\s*(?:[\w.]+ \? )?"([a-z-]+\.[a-z-]+)"(?: : "([a-z-]+\.[a-z-]+)")?/)
      {
        told.insert(String(match.1))
        if let other = match.2 { told.insert(String(other)) }
      }
      for match in source.text.matches(of: /"([a-z-]+\.[a-z-]+)"/) { named.insert(String(match.1)) }
    }
    #expect(told.count > 60)
    #expect(told.subtracting(declared).isEmpty)
    #expect(Rooms.all.words.actions.count == declared.count, "an action is declared twice")
    let kernel: Set = ["personal.reveal"]
    #expect(
      declared.subtracting(named).subtracting(kernel).filter { !Self.isBuilt($0) }.isEmpty)
  }

  /// Handovers, drafts and approvals name the second part of their action by their step.
  private static func isBuilt(_ action: String) -> Bool {
    let parts = action.split(separator: ".").map(String.init)
    return sources.contains { source in
      source.text.contains("\"\(parts[0]).\\(") || source.text.contains("\"\(parts[0]).\" +")
    }
  }

  @Test("every kind of record that entries are about has a name")
  func subjects() {
    let declared = Set(Rooms.all.words.subjects.map(\.kind))
    var used: Set<String> = []
    for source in Self.sources {
      for match in source.text.matches(
        of: /journal\(\s*(?:[\w.]+ \? )?"[^"]+"(?: : "[^"]+")?,\s*\("([a-z-]+)",/)
      {
        used.insert(String(match.1))
      }
    }
    #expect(used.count > 10)
    #expect(used.subtracting(declared).isEmpty)
  }

  @Test("no two rooms, libraries, menu places or sentences of a flash share a code")
  func codes() {
    func twice(_ codes: [String]) -> [String] {
      Dictionary(grouping: codes, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
    }
    #expect(twice(Rooms.all.all.map(\.code)).isEmpty)
    #expect(twice(Rooms.all.datasets.kinds.map(\.rawValue)).isEmpty)
    #expect(twice(Rooms.all.all.flatMap(\.flashes).map(\.code)).isEmpty)
    #expect(twice(Rooms.all.words.subjects.map(\.kind)).isEmpty)
    #expect(twice(Rooms.all.personal.map(\.kind)).isEmpty)
    #expect(twice(Rooms.all.all.flatMap(\.facts).map(\.key)).isEmpty)
    #expect(twice(Rooms.all.reference.map(\.name)).isEmpty)
  }

  @Test("a menu leads only where a route answers, and asks for its permission")
  func menus() {
    for entry in Rooms.all.menu {
      let route = Rooms.all.routes.first {
        $0.method == .get && $0.pattern == entry.link.address
      }
      #expect(route?.permission == entry.permission, "\(entry.label) \(entry.link.address)")
    }
  }
}
