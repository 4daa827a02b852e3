/// Gathers what is wrong with the fields of a form.
package struct FormFaults {
  package var byName: [String: String] = [:]

  package init() {}

  package mutating func take<T>(_ name: String, _ read: () throws(CellFault) -> T) -> T? {
    do throws(CellFault) {
      return try read()
    } catch {
      byName[name] = error.reason + error.suggestion
      return nil
    }
  }
}
