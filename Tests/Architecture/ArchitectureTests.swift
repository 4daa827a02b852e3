import Foundation
import Testing

/// The rules of the house that a compiler cannot see, read from the sources.
@Suite("Architecture")
struct ArchitectureTests {
  /// Which of our targets and which system modules a target may import.
  static let allowed: [String: Set<String>] = [
    "Draw": ["DrawKernels"],
    // Its door is compiled with the sources of Draw into one module.
    "DrawWeb": [],
    "DrawFolder": ["Draw", "Archive", "Dispatch", "Synchronization", "Glibc"],
    "Supervision": ["Draw"],
    "Storage": ["Synchronization", "Glibc", "Dispatch"],
    "StorageSQLite": ["Storage", "CSQLite", "Synchronization", "Glibc"],
    "StoragePostgres": ["Storage", "CPostgres", "Synchronization", "Glibc"],
    "HTML": [],
    "HTTP": ["Synchronization"],
    "HTTPServer": ["HTTP", "CMicrohttpd", "CZlib", "Synchronization", "Glibc"],
    "HTTPClient": ["HTTP", "CCurl"],
    "Crypto": ["COpenSSL", "CArgon2", "Synchronization", "Glibc"],
    "XML": ["CExpat"],
    "Sheets": ["Archive", "XML", "Glibc"],
    "Statistics": ["Glibc"],
    "Archive": ["CArchive", "Glibc"],
    "QR": ["CQrencode"],
    "Documents": ["Glibc", "Synchronization"],
    "Platform": [
      "Supervision", "Draw", "Storage", "HTML", "HTTP", "Sheets", "Archive", "Crypto", "QR",
      "Documents", "DrawFolder", "DrawWeb", "Statistics", "FoundationEssentials", "Glibc",
      "Synchronization", "Dispatch",
    ],
    "mingcha": [
      "Platform", "Draw", "DrawFolder", "Supervision", "Storage", "StorageSQLite",
      "StoragePostgres", "HTTP",
      "HTTPServer", "HTTPClient", "Crypto", "Sheets", "Glibc", "Synchronization",
    ],
  ]

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
    #expect(Set(Project.sources.map(\.target)) == Set(Self.allowed.keys))
  }

  @Test("arrows between targets go one way", arguments: allowed.keys.sorted())
  func arrows(target: String) {
    for file in Project.target(target) {
      #expect(
        file.imports.subtracting(Self.allowed[target] ?? []).isEmpty,
        "\(file.path) imports what \(target) must not know")
    }
  }

  @Test("every C library has exactly one importer")
  func oneImporter() {
    var importers: [String: Set<String>] = [:]
    for file in Project.sources {
      for module in file.imports where module.hasPrefix("C") && module != "Crypto" {
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

  @Test("a table is written by one folder only")
  func oneWriter() {
    var writers: [String: Set<String>] = [:]
    for file in Project.target("Platform") {
      let text = file.code.map(\.line).joined(separator: "\n")
      for match in text.matches(of: /(?:INSERT INTO|DELETE FROM|UPDATE) ([a-z_]{3,})/) {
        writers[String(match.1), default: []].insert(file.folder)
      }
    }
    #expect(writers.count > 20)
    for (table, folders) in writers.sorted(by: { $0.key < $1.key }) {
      #expect(folders.count == 1, "\(table) is written by \(folders.sorted())")
    }
  }

  @Test("pages get models, never a store")
  func pagesArePure() {
    let pages = Project.target("Platform").filter {
      $0.name.contains("Pages") || $0.folder == "Look"
    }
    #expect(pages.count > 8)
    #expect(
      breaches(pages, #/any Connection|any Store\b|\.store\b|\.perform\(|SELECT |UPDATE /#).isEmpty)
  }

  @Test("routes hold no SQL")
  func routesAreThin() {
    let routes = Project.target("Platform").filter { $0.name.contains("Routes") }
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
    let pages = Project.target("Platform").filter { $0.name != "Forms.swift" }
    #expect(breaches(pages, /Element\(\s*"(form|style)"|"method", "post"/).isEmpty)
    #expect(breaches(Project.target("Platform"), /"style"|"on[a-z]+"\s*,|javascript:/).isEmpty)
  }

  @Test("files stay short enough to read")
  func length() {
    for file in Project.sources where file.name != "Elements.swift" {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 500, "\(file.path) has \(lines) lines: is it two things?")
    }
  }
}
