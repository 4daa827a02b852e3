internal import Archive
internal import Draw

/// The files of a draw in a ZIP: at its top, or all in one folder as the public page packs them.
struct DrawArchive {
  /// Of all files together, unpacked.
  private static let largestContent = 1 << 28
  private static let mostEntries = 100

  private let files: [(name: String, bytes: [UInt8])]

  /// Whether a file begins like a ZIP.
  static func isOne(_ beginning: [UInt8]) -> Bool {
    beginning.starts(with: [0x50, 0x4B, 3, 4]) || beginning.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// - Throws: `Refusal` named after the ZIP, its reason naming the entry.
  init(_ bytes: [UInt8], named path: String) throws(Refusal) {
    let entries: [(name: String, bytes: [UInt8])]
    do throws(ArchiveError) {
      entries = try unzip(
        bytes, limitBytes: Self.largestContent, limitEntries: Self.mostEntries)
    } catch {
      throw Refusal(file: path, line: 0, reason: Self.sentence(error))
    }
    let parts = entries.map { $0.name.split(separator: "/") }
    let folder = parts.first.flatMap { $0.count == 2 ? $0[0] : nil }
    var files: [(name: String, bytes: [UInt8])] = []
    for (entry, names) in zip(entries, parts) {
      guard let name = names.last, names.count == (folder == nil ? 1 : 2),
        folder == nil || names[0] == folder
      else {
        throw Refusal(
          file: path, line: 0,
          reason: "ZIP里的“\(entry.name)”和其他文件不在同一层，抽取文件应都在最上层或同一个文件夹里，请重新压缩。")
      }
      files.append((String(name), entry.bytes))
    }
    self.files = files
  }

  func file(_ name: String) -> [UInt8]? { files.first { $0.name == name }?.bytes }

  private static func sentence(_ error: ArchiveError) -> String {
    switch error {
    case .notAnArchive, .damaged: "ZIP不完整或已损坏，请重新下载。"
    case .encrypted(let name): "ZIP里的“\(name)”加了密码，请去掉密码后重新压缩。"
    case .unsafeName(let name): "ZIP里的文件名“\(name)”会越出文件夹，请核对来源后重新下载。"
    case .notAFile(let name): "ZIP里的“\(name)”是链接或设备，不是普通文件，请核对来源后重新下载。"
    case .duplicate(let name): "ZIP里有两个“\(name)”，不知道应以哪个为准，请核对来源后重新下载。"
    case .tooLarge: "ZIP解压后超过256 MiB，不是正常的抽取资料，请核对来源。"
    case .tooManyEntries(let limit): "ZIP里的文件超过\(limit)个，不是正常的抽取资料，请核对来源。"
    case .failed: "ZIP打不开，请先解压，再指明解压出来的文件夹。"
    }
  }
}
