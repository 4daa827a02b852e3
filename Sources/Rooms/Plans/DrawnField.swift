/// One field of a plan with the chances of its bodies, before and after the drawing.
package struct DrawnField: Sendable {
  package let number: Int
  package let name: String
  package let field: String
  package let pool: Int
  package let quota: Int
  /// `nil` before the drawing and while sealed.
  package let drawn: Int?
  package let shortfall: Int?
  package let strata: [DrawnStratum]

  package init(
    number: Int, name: String, field: String, pool: Int, quota: Int, drawn: Int? = nil,
    shortfall: Int? = nil, strata: [DrawnStratum]
  ) {
    self.number = number
    self.name = name
    self.field = field
    self.pool = pool
    self.quota = quota
    self.drawn = drawn
    self.shortfall = shortfall
    self.strata = strata
  }
}

/// One credit class of a field: each of its records has the chance `allocated / records`.
package struct DrawnStratum: Sendable {
  package let name: String
  package let records: Int
  package let weight: Int
  package let allocated: Int

  package init(name: String, records: Int, weight: Int, allocated: Int) {
    self.name = name
    self.records = records
    self.weight = weight
    self.allocated = allocated
  }
}
