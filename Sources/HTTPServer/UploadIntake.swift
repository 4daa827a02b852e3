internal import Glibc
internal import HTTP

/// Takes in a multipart form: fields into memory, files to disk.
///
/// The files live as long as this object.
final class UploadIntake {
  enum Fault: Error {
    case malformed
    case tooLarge
    case cannotStore

    var status: Int {
      switch self {
      case .malformed: 400
      case .tooLarge: 413
      case .cannotStore: 507
      }
    }
  }

  private enum Part {
    case none
    case field(name: String, bytes: [UInt8])
    /// `file` is `nil` until there is something to write.
    case file(field: String, fileName: String, file: TemporaryFile?)
  }

  private static let fileCountLimit = 100

  private(set) var fields = Fields()
  private(set) var files: [UploadedFile] = []
  private var kept: [TemporaryFile] = []
  private var parser: MultipartParser
  private var part = Part.none
  private var textBytes = 0
  private let textLimitBytes: Int
  private let folder: String

  init(parser: MultipartParser, textLimitBytes: Int, folder: String) {
    self.parser = parser
    self.textLimitBytes = textLimitBytes
    self.folder = folder
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    do {
      try unsafe parser.consume(bytes) { event in try take(event) }
    } catch {
      throw error as? Fault ?? .malformed
    }
  }

  func finish() throws(Fault) {
    do { try parser.finish() } catch { throw .malformed }
  }

  private func take(_ event: MultipartParser.Event) throws(Fault) {
    switch event {
    case .part(let name, nil):
      try count(name.utf8.count)
      guard fields.pairs.count < Fields.countLimit else { throw .tooLarge }
      part = .field(name: name, bytes: [])
    case .part(let name, let fileName?):
      try count(name.utf8.count + fileName.utf8.count)
      part = .file(field: name, fileName: fileName, file: nil)
    case .data(let bytes):
      try append(bytes)
    case .endOfPart:
      try endPart()
    }
  }

  private func count(_ bytes: Int) throws(Fault) {
    textBytes += bytes
    if textBytes > textLimitBytes { throw .tooLarge }
  }

  private func append(_ more: ArraySlice<UInt8>) throws(Fault) {
    switch part {
    case .none:
      break
    case .field(let name, var bytes):
      try count(more.count)
      part = .none
      bytes += more
      part = .field(name: name, bytes: bytes)
    case .file(let field, let fileName, let open):
      let file = if let open { open } else { try newFile() }
      part = .file(field: field, fileName: fileName, file: file)
      guard file.append(more) else { throw .cannotStore }
    }
  }

  private func newFile() throws(Fault) -> TemporaryFile {
    guard kept.count < Self.fileCountLimit else { throw .tooLarge }
    guard let file = TemporaryFile(folder: folder) else { throw .cannotStore }
    kept.append(file)
    return file
  }

  private func endPart() throws(Fault) {
    switch part {
    case .none:
      break
    case .field(let name, let bytes):
      guard !bytes.contains(0), let value = String(validating: bytes, as: UTF8.self) else {
        throw .malformed
      }
      fields.append(name, value)
    case .file(_, "", nil):
      // What a browser sends for a file input left empty.
      break
    case .file(let field, let fileName, let open):
      let file = if let open { open } else { try newFile() }
      guard file.close() else { throw .cannotStore }
      files.append(
        UploadedFile(field: field, fileName: fileName, path: file.path, size: file.size))
    }
    part = .none
  }
}
