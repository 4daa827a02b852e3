/// The files of a draw folder.
package enum FileName {
  package static let roster = "roster.tsv"
  package static let rules = "rules.tsv"
  package static let seed = "seed.tsv"
  package static let inspectors = "inspectors.tsv"
  package static let conflicts = "conflicts.tsv"
  package static let amendments = "amendments.tsv"
  package static let transcript = "transcript.txt"
}
