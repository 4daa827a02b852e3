/// Why a request is not answered with what it asked for. One place maps it to status and page.
package enum Problem: Error {
  /// The record is not there, or not this person's to know of.
  case notFound
  /// The person's roles do not include what the route asks.
  case forbidden
  case signInNeeded
  /// The person's password is one that somebody else chose, or too old; it has to be changed first.
  case initialPassword
  /// A role of the person asks for a second factor; it has to be set up first.
  case secondFactorNeeded
  /// The form did not come from a page of ours, or is too old.
  case staleForm
  /// A rule says no; the sentences tell which rule, where, and what to do.
  case refused([String])
  /// Somebody else was faster; look again.
  case conflict(String)

  package static func refused(_ reason: String) -> Problem { .refused([reason]) }
}
