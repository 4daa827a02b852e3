/// Why an archive could not be made or was not accepted.
package enum ArchiveError: Error, Equatable, CustomStringConvertible {
  case notAnArchive
  /// Truncated, altered, or of a kind that is not supported; with the library's words.
  case damaged(String)
  case encrypted(name: String)
  /// Absolute, leading out of the folder, or not representable.
  case unsafeName(String)
  /// A symbolic or hard link, a device.
  case notAFile(String)
  case duplicate(name: String)
  case tooLarge(limitBytes: Int)
  case tooManyEntries(limit: Int)
  case failed(String)

  /// A sentence for the person who sent it.
  package var description: String {
    switch self {
    case .notAnArchive: "文件不是ZIP压缩文件，请用ZIP格式重新压缩后上传。"
    case .damaged: "压缩文件不完整或已损坏，请重新压缩后上传。"
    case .encrypted(let name): "压缩文件中的“\(name)”加了密码，请去掉密码后重新压缩。"
    case .unsafeName(let name): "压缩文件中的文件名“\(name)”不合规（不能含有“..”、反斜杠或绝对路径），请改名后重新压缩。"
    case .notAFile(let name): "压缩文件中的“\(name)”不是普通文件，请删去后重新压缩。"
    case .duplicate(let name): "压缩文件中有两个“\(name)”，请删去或改名后重新压缩。"
    case .tooLarge(let limitBytes): "压缩文件解压后超过\(limitBytes / 1_048_576)MB，请拆分后分别上传。"
    case .tooManyEntries(let limit): "压缩文件中的文件超过\(limit)个，请拆分后分别上传。"
    case .failed: "压缩文件处理失败，请稍后重试。"
    }
  }
}
