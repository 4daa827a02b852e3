internal import Kernel

/// One thing that is wrong with what was typed into a form.
package struct FormFault: Sendable, Equatable {
  /// Name of the form's input it belongs to, such as `quota-3`; empty for the form as a whole.
  package let input: String
  /// A sentence: what is wrong, where, what to do.
  package let sentence: String

  package init(input: String, sentence: String) {
    self.input = input
    self.sentence = sentence
  }
}
