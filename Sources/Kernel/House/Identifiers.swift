internal import Storage

// Record numbers, a type per room, so that none stands where another belongs.

package struct AccountID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct AuthorityID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct BodyID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct InspectorID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct ExpertID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct ImportID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct PlanID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct DrawID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct TemplateID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct SelfCheckID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct VisitID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct RectificationID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct PublicationID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}
