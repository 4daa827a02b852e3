import Foundation
import Testing

/// The rules of the house that a compiler cannot see, read from the sources.
@Suite("Architecture")
struct ArchitectureTests {
  /// What the system has and any target below the executable may use; the pure ones may not.
  static let system: Set = ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"]
  static let pure: Set = ["Draw", "DrawWeb", "Supervision", "HTML"]

  private func breaches(
    _ files: [SourceFile], _ pattern: some RegexComponent
  ) -> [String] {
    files.flatMap { file in
      file.code.filter { $0.line.contains(pattern) }.map { "\(file.path):\($0.number)" }
    }
  }

  @Test("the sources are found")
  func found() {
    #expect(Project.sources.count > 100)
    #expect(Project.rooms.count >= 20)
    #expect(Set(Project.sources.map(\.target)).subtracting(Project.dependencies.keys).isEmpty)
  }

  @Test("a target imports what the manifest of the package gives it, and nothing else")
  func arrows() {
    for file in Project.sources {
      let known = Project.dependencies[file.target] ?? []
      let system = Self.pure.contains(file.target) ? [] : Self.system
      let strangers = file.imports.subtracting(known).subtracting(system)
      #expect(strangers.isEmpty, "\(file.path) imports \(strangers.sorted())")
    }
  }

  @Test("the kernel and the libraries know no room, and only the composition knows all")
  func floors() {
    let rooms = Project.rooms
    for (target, known) in Project.dependencies
    where !rooms.contains(target) && !["Composition", "mingcha"].contains(target) {
      #expect(known.isDisjoint(with: rooms), "\(target) stands below the rooms")
    }
    for room in rooms {
      #expect(Project.dependencies[room]?.contains("Composition") == false)
    }
  }

  @Test("every C library has exactly one importer")
  func oneImporter() {
    var importers: [String: Set<String>] = [:]
    for file in Project.sources {
      for module in file.imports where Project.systemLibraries.contains(module) {
        importers[module, default: []].insert(file.target)
      }
    }
    #expect(importers.count >= 7)
    for (module, targets) in importers { #expect(targets.count == 1, "\(module): \(targets)") }
  }

  @Test("pure targets read no clock, environment, file or randomness")
  func purity() {
    let pure = ["Draw", "Supervision", "Statistics", "HTML", "HTTP"].flatMap { Project.target($0) }
    #expect(
      breaches(
        pure,
        /clock_gettime|getenv|ProcessInfo|FileManager|fopen|SystemRandomNumberGenerator|\.random\(|\.shuffled\(|ContinuousClock\.now|Date\(/
      ).isEmpty)
  }

  @Test("a table is written by one room only")
  func oneWriter() {
    var writers: [String: Set<String>] = [:]
    for file in Project.application {
      let text = file.code.map(\.line).joined(separator: "\n")
      for match in text.matches(of: /(?:INSERT INTO|DELETE FROM|UPDATE) ([a-z_]{3,})/) {
        writers[String(match.1), default: []].insert(file.target)
      }
    }
    #expect(writers.count > 20)
    for (table, folders) in writers.sorted(by: { $0.key < $1.key }) {
      #expect(folders.count == 1, "\(table) is written by \(folders.sorted())")
    }
  }

  /// Tables of higher rooms that lower ones still read; each is to become a contribution or an event.
  static let readsUpwards: Set = [
    "Kernel accounts", "Kernel authorities", "Accounts bodies", "Accounts inspectors",
    "Accounts visits", "People visits", "People visit_members", "Plans draws", "Plans visits",
    "Draws visits", "Draws visit_members", "SelfChecks visits",
  ]

  @Test("a room reads its own tables and those of the rooms below it")
  func readsDownwards() {
    let floors = ["Kernel"] + Project.roomOrder + ["Composition"]
    let place = Dictionary(uniqueKeysWithValues: zip(floors, floors.indices))
    func tables(_ file: SourceFile, _ pattern: Regex<(Substring, Substring)>) -> [String] {
      file.code.map(\.line).joined(separator: "\n").matches(of: pattern).map { String($0.1) }
    }
    var owner: [String: String] = [:]
    for file in Project.application {
      for table in tables(file, /(?:INSERT INTO|DELETE FROM|UPDATE) ([a-z_]{3,})/) {
        owner[table] = file.target
      }
    }
    var upwards: Set<String> = []
    for file in Project.application {
      for table in tables(file, /(?:FROM|JOIN) ([a-z_]{3,})/) {
        guard let above = owner[table].flatMap({ place[$0] }), let here = place[file.target]
        else { continue }
        if above > here { upwards.insert("\(file.target) \(table)") }
      }
    }
    #expect(owner.count > 60)
    #expect(upwards == Self.readsUpwards)
  }

  @Test("pages get models, never a store")
  func pagesArePure() {
    // A function that gives markup takes none of what reads or writes.
    let signature = #/func [^{}]*?\)(?: (?:re)?throws)? -> (?:some HTML|Markup\??)\s*(?:\{|$)/#
    var count = 0
    for file in Project.application {
      for match in file.text.matches(of: signature) {
        count += 1
        #expect(
          match.0.firstMatch(of: /any Connection|any Store\b|: House\b|: Transaction\b/) == nil,
          "\(file.path): \(match.0.prefix(80))")
      }
    }
    #expect(count > 300)
    let pages = Project.application.filter { $0.name.contains("Page") || $0.folder == "Look" }
    #expect(pages.count > 40)
    #expect(breaches(pages, #/any Store\b|\.perform\(|SELECT |UPDATE /#).isEmpty)
  }

  @Test("routes hold no SQL")
  func routesAreThin() {
    let routes = Project.application.filter { $0.name.contains("Routes") }
    #expect(routes.count > 8)
    #expect(breaches(routes, /SELECT |INSERT INTO|DELETE FROM|\bUPDATE [a-z]/).isEmpty)
  }

  @Test("rules know no status codes and no pages")
  func rulesKnowNoHTTP() {
    #expect(
      breaches(Project.target("Supervision"), /\bstatus(Code)?: *[1-5]\d\d|<html|href/).isEmpty)
  }

  @Test("nothing crashes on purpose and nothing is hidden")
  func safety() {
    #expect(breaches(Project.sources, /\btry!|\bas! |fatalError\(|\bpublic |SELECT \*/).isEmpty)
    let libraries = Project.sources.filter { $0.target != "mingcha" }
    #expect(breaches(libraries, /(^|[^.\w])print\(/).isEmpty)
  }

  @Test("unchecked sendability names its lock")
  func uncheckedSendable() {
    for file in Project.sources {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated()
      where !line.contains("///")
        && (line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)"))
      {
        let before = lines[max(0, index - 6)..<index].joined(separator: "\n")
        #expect(
          before.contains("//")
            && before.lowercased().contains(
              /lock|mutex|thread|owner|never shared|handed over|one at a time|borrowed/),
          "\(file.path):\(index + 1) does not say what guards it")
      }
    }
  }

  @Test("only the form parts make forms, and no page has inline style or script")
  func forms() {
    let pages = Project.application.filter { $0.name != "Forms.swift" }
    #expect(breaches(pages, /Element\(\s*"(form|style)"|"method", "post"/).isEmpty)
    #expect(breaches(Project.application, /"style"|"on[a-z]+"\s*,|javascript:/).isEmpty)
  }

  @Test("files stay short enough to read")
  func length() {
    for file in Project.sources where file.name != "Elements.swift" {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 500, "\(file.path) has \(lines) lines: is it two things?")
    }
  }
}
