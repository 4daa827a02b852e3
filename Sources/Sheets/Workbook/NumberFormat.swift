/// How a number in a cell is shown, as far as days are concerned.
enum NumberFormat: Sendable {
  case plain
  /// A day, perhaps with a time.
  case moment

  /// Numbers of the formats that every workbook knows (ECMA-376 §18.8.30, with those of the
  /// Chinese edition).
  init(builtIn number: Int) {
    switch number {
    case 14...22, 27...36, 45...47, 50...58: self = .moment
    default: self = .plain
    }
  }

  /// A format code such as `yyyy"年"m"月"d"日"`: a day when a letter for days stands outside quotes.
  init(code: String) {
    var isQuoted = false
    var isBracketed = false
    var isEscaped = false
    var isMoment = false
    for character in code.lowercased() {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch character {
      case "\\", "_", "*": isEscaped = !isQuoted
      case "\"": isQuoted.toggle()
      case "[" where !isQuoted: isBracketed = true
      case "]" where !isQuoted: isBracketed = false
      // Only the first section counts: those behind it are for negative numbers and text.
      case ";" where !isQuoted:
        self = isMoment ? .moment : .plain
        return
      case "y", "d", "h", "m", "s":
        if !isQuoted, !isBracketed { isMoment = true }
      default: break
      }
    }
    self = isMoment && code.lowercased() != "general" ? .moment : .plain
  }
}

/// The day, and the time where there is one, of a serial number as ISO text.
///
/// - Returns: nil for what is no moment between 1900 and 9999.
func momentText(_ serial: Double, isDate1904: Bool) -> String? {
  guard serial >= 0, serial < 2_958_466 else { return nil }
  var day = Int(serial)
  var seconds = Int(((serial - Double(day)) * 86_400).rounded())
  if seconds == 86_400 {
    day += 1
    seconds = 0
  }
  let time = seconds == 0 ? "" : " " + clockText(seconds)
  // A time of day alone.
  if day == 0, !isDate1904 { return seconds == 0 ? nil : clockText(seconds) }
  if isDate1904 { day += 1462 }
  // Day 60 of 1900 is a 29 February that never was; those before it count from one day later.
  if day == 60 { return nil }
  let fromEpoch = day - 25_569 + (day < 60 ? 1 : 0)
  return isoText(daysSince1970: fromEpoch) + time
}

private func clockText(_ seconds: Int) -> String {
  [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
}

/// `2026-11-21` (Howard Hinnant's days to civil).
private func isoText(daysSince1970 days: Int) -> String {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * month + 2) / 5 + 1
  let civilMonth = month < 10 ? month + 3 : month - 9
  let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
  return "\(padded(year, 4))-\(padded(civilMonth, 2))-\(padded(day, 2))"
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// A number as Excel shows it in a wide cell without format, or why it cannot be trusted.
enum NumberText {
  case text(String)
  /// More digits than a number in a workbook keeps; the last ones are gone.
  case truncated(String)

  init(_ written: String) {
    let isInteger = written.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
    let digits = written.utf8.count { (0x30...0x39).contains($0) }
    if isInteger, digits <= 15 {
      self = .text(written)
      return
    }
    guard let number = Double(written) else {
      self = .text(written)
      return
    }
    if number.magnitude < 1e15, number == number.rounded() {
      self = .text(String(Int(number)))
    } else if number.magnitude >= 1e15, number.magnitude < 1e21, number == number.rounded() {
      self = .truncated(number.magnitude < 9e18 ? String(Int(number)) : written)
    } else {
      self = .text("\(number)")
    }
  }
}
