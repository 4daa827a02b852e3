/// What has just been done (a flash message), said once on the next page.
package struct Flash: Sendable {
  /// As it stands in the address.
  package let code: String
  package let sentence: String

  package init(_ code: String, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  package static let saved = Flash("saved", "已保存。")
  package static let submitted = Flash("submitted", "已提交。")
  package static let ended = Flash("ended", "已停用。")
  package static let published = Flash("published", "已公开。")

  static let common = [saved, submitted, ended, published]
}
