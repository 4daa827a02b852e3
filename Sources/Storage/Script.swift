/// The part of a script that is meant for one engine.
///
/// A line `-- only sqlite` or `-- only postgres` begins statements for that engine alone, a line
/// `-- both engines` ends them: what one can only do by making a table anew the other does by
/// altering it.
package func script(_ text: String, for engine: Engine) -> String {
  guard text.contains("-- only ") else { return text }
  var kept: [Substring] = []
  var isKept = true
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    switch line {
    case "-- only sqlite": isKept = engine == .sqlite
    case "-- only postgres": isKept = engine == .postgres
    case "-- both engines": isKept = true
    default: if isKept { kept.append(line) }
    }
  }
  return kept.joined(separator: "\n")
}
