import Foundation

/// A source file with its target and folder.
struct SourceFile: CustomStringConvertible {
  let path: String
  let target: String
  /// The folder inside the target, or empty.
  let folder: String
  let name: String
  let text: String
  var description: String { path }

  /// The lines that are code: comments and blank lines left out, numbered from 1.
  var code: [(number: Int, line: String)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      let line = $0.element.trimmingCharacters(in: .whitespaces)
      return line.isEmpty || line.hasPrefix("//") ? nil : ($0.offset + 1, String($0.element))
    }
  }

  /// The modules this file imports.
  var imports: Set<String> {
    Set(
      code.compactMap { entry in
        guard let match = entry.line.firstMatch(of: /^(?:@\w+ )*(?:\w+ )?import (?:\w+ )?(\w+)/)
        else { return nil }
        return String(match.1)
      })
  }
}

/// The project's sources as they lie on disk.
enum Project {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let sources: [SourceFile] = {
    let folder = root.appending(path: "Sources").path
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      guard let text = try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) else {
        return nil
      }
      let parts = path.split(separator: "/").map(String.init)
      return SourceFile(
        path: path, target: parts[0] == "Rooms" ? parts[1] : parts[0],
        folder: parts[0] != "Rooms" && parts.count > 2 ? parts[1] : "",
        name: parts[parts.count - 1], text: text)
    }
  }()

  /// What every target may import, as `Package.swift` says it.
  static let dependencies: [String: Set<String>] = {
    let path = root.appending(path: "Package.swift").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    func names(_ list: Substring?) -> Set<String> {
      Set((list ?? "").matches(of: /"(\w+)"/).map { String($0.1) })
    }
    var known: [String: Set<String>] = [:]
    for match in text.matches(of: /library\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/) {
      known[String(match.1)] = names(match.2)
    }
    for match in text.matches(of: /name: "(\w+)",\s*dependencies: \[([^\]]*)\]/) {
      known[String(match.1)] = names(match.2)
    }
    for match in text.matches(of: /\.target\(\s*name: "(\w+)",\s*(?:exclude|swiftSettings)/) {
      known[String(match.1)] = []
    }
    let floor = names(text.firstMatch(of: /let roomFloor[^\[]*\[[^\]]*\] = \[([^\]]*)\]/)?.1)
    for match in text.matches(
      of: /room\(\s*"(\w+)"(?:,\s*on: \[([^\]]*)\])?(?:,\s*libraries: \[([^\]]*)\])?/)
    {
      known[String(match.1)] = floor.union(names(match.2)).union(names(match.3))
    }
    // Whoever puts the application together names every room at once.
    known["Composition", default: []].formUnion(floor.union(rooms).union(["Crypto", "Sheets"]))
    known["mingcha"] = Set(known.keys)
    return known
  }()

  /// The rooms in the order of `Package.swift`, lower ones first.
  static let roomOrder: [String] = {
    let path = root.appending(path: "Package.swift").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.matches(of: /\n  room\(\s*"(\w+)"/).map { String($0.1) }
  }()

  /// The C libraries, a folder of `Sources/C` each.
  static let systemLibraries = Set(
    (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources/C").path))
      ?? [])

  /// The rooms, as folders of `Sources/Rooms`.
  static let rooms = Set(
    sources.filter { $0.path.hasPrefix("Rooms/") }.map(\.target))

  /// Everything that knows what the application is about: kernel, rooms, composition.
  static let application = sources.filter {
    $0.target == "Kernel" || $0.target == "Composition" || rooms.contains($0.target)
  }

  static func target(_ name: String) -> [SourceFile] { sources.filter { $0.target == name } }
}
