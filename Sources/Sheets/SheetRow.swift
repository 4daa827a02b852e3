/// A row of a table under its header.
package struct SheetRow: Hashable, Sendable {
  /// As the person sees it: the first row of the file is 1, blank rows count.
  package let number: Int
  /// As many as the header has, unchanged.
  package let cells: [String]

  package init(number: Int, cells: [String]) {
    self.number = number
    self.cells = cells
  }
}
