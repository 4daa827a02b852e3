/// What of a person's numbers a page shows that does not need all of them.
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

  /// Keeps so many at both ends, and nothing when that would leave fewer than four hidden.
  private static func keep(_ head: Int, _ tail: Int, of text: String) -> String {
    let characters = Array(text)
    guard !characters.isEmpty else { return "" }
    let (head, tail) = head + tail + 4 <= characters.count ? (head, tail) : (0, 0)
    let hidden = characters.count - head - tail
    return String(characters.prefix(head)) + String(repeating: "*", count: hidden)
      + String(characters.suffix(tail))
  }
}

extension Masked {
  /// Free text with every run of seven or more digits, also full-width ones, masked:
  /// `李某 138****0000`.
  package static func text(_ text: String) -> String {
    var result = ""
    var run = ""
    for character in text {
      if ("0"..."9").contains(character) || ("０"..."９").contains(character) {
        run.append(character)
      } else {
        result += (run.count >= 7 ? phone(run) : run) + String(character)
        run = ""
      }
    }
    return result + (run.count >= 7 ? phone(run) : run)
  }
}
