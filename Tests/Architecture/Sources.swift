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
        path: path, target: parts[0], folder: parts.count > 2 ? parts[1] : "",
        name: parts[parts.count - 1], text: text)
    }
  }()

  static func target(_ name: String) -> [SourceFile] { sources.filter { $0.target == name } }
}
