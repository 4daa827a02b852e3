/// A file of a form, already on disk.
package struct UploadedFile: Sendable, Equatable {
  /// The name of the form field.
  package let field: String
  /// The name the sender gave it: no folder, no control characters; untrusted all the same.
  package let fileName: String
  /// A temporary file, removed after the response; move or copy what must stay.
  package let path: String
  /// Bytes.
  package let size: Int

  package init(field: String, fileName: String, path: String, size: Int) {
    self.field = field
    self.fileName = fileName
    self.path = path
    self.size = size
  }
}
