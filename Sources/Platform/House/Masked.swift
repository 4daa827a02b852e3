/// What of a person's numbers and name a page shows that does not need all of them.
///
/// Every star stands for one character that is kept back, so that a length can still be checked.
/// Sources: 个人信息保护法 第六条、第五十一条 (no more than needed, de-identification), GB/T 35273.
package enum Masked {
  /// An identity number: the first three and the last two characters, `310*************1X`.
  package static func idNumber(_ text: String) -> String { keep(3, 2, of: text) }

  /// A phone number: the first three and the last four digits, `138****5678`; of a shorter one the
  /// last two.
  package static func phone(_ text: String) -> String {
    text.count >= 11 ? keep(3, 4, of: text) : keep(0, 2, of: text)
  }

  /// A name: the family name only, `王*`, `欧阳**`; of a name in Latin letters the first letter.
  package static func name(_ text: String) -> String {
    let family = compounds.contains { text.hasPrefix($0) } && text.count > 2 ? 2 : 1
    return keep(min(family, text.count - 1), 0, of: text)
  }

  /// An e-mail address: the first letter and the domain, `w***@example.cn`.
  package static func email(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return keep(1, 0, of: text) }
    return keep(1, 0, of: String(text[..<at])) + String(text[at...])
  }

  /// The usual family names of two characters.
  private static let compounds = [
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "夏侯",
    "端木", "南宫", "西门", "独孤", "呼延", "百里", "申屠", "太史", "公羊", "轩辕", "钟离", "闻人", "澹台", "濮阳",
  ]

  /// Keeps so many at both ends, and nothing when that would leave fewer than four hidden; of a name
  /// the family name stands in any case.
  private static func keep(_ head: Int, _ tail: Int, of text: String) -> String {
    let characters = Array(text)
    guard !characters.isEmpty else { return "" }
    let (head, tail) =
      head + tail + 4 <= characters.count || (tail == 0 && head < characters.count)
      ? (max(head, 0), tail) : (0, 0)
    let hidden = characters.count - head - tail
    return String(characters.prefix(head)) + String(repeating: "*", count: hidden)
      + String(characters.suffix(tail))
  }
}
