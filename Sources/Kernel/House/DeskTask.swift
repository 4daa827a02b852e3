package import Supervision

/// One thing a person should do next.
package struct DeskTask: Sendable {
  /// Until when; tasks without a date come last.
  package let due: Instant?
  /// What is to be done, as on a button: 检查告知, 会签 …
  package let matter: String
  /// Whom or what it concerns.
  package let subject: String
  package let note: String
  package let link: Link

  package init(due: Instant?, matter: String, subject: String, note: String, link: Link) {
    self.due = due
    self.matter = matter
    self.subject = subject
    self.note = note
    self.link = link
  }
}
