package import Kernel

// What happens in a draw and others act on, in the same transaction.

/// What everybody may know of a draw is another than before: it was frozen, committed to, drawn,
/// revealed, made void, or amended once revealed.
package struct DrawChanged: Event {
  package let draw: DrawID
}

/// A body has been drawn, at once or as a replacement, with the team that is to visit it.
package struct BodyDrawn: Event {
  package let draw: DrawID
  package let plan: PlanID
  package let body: BodyID
  /// Code of the field.
  package let field: String
  /// The inspection code 检查码, from the house's entropy; never used twice.
  package let code: String
  package let team: [DrawnMember]

  package init(
    draw: DrawID, plan: PlanID, body: BodyID, field: String, code: String, team: [DrawnMember]
  ) {
    self.draw = draw
    self.plan = plan
    self.body = body
    self.field = field
    self.code = code
    self.team = team
  }
}

/// A drawn body has left the draw, for the reason given.
package struct BodyWithdrawn: Event {
  package let draw: DrawID
  package let body: BodyID
  package let reason: String

  package init(draw: DrawID, body: BodyID, reason: String) {
    self.draw = draw
    self.body = body
    self.reason = reason
  }
}

/// Another person takes the place of a recused member of a body's team.
package struct MemberReplaced: Event {
  package let draw: DrawID
  package let body: BodyID
  /// The code of who leaves.
  package let person: String
  package let successor: DrawnMember

  package init(draw: DrawID, body: BodyID, person: String, successor: DrawnMember) {
    self.draw = draw
    self.body = body
    self.person = person
    self.successor = successor
  }
}

/// One drawn member of a team.
package struct DrawnMember: Sendable {
  /// The code of an inspector or an expert.
  package let person: String
  /// The role's name in the draw's rules.
  package let role: String
  /// Code of the department.
  package let department: String
  package let ticket: String

  package init(person: String, role: String, department: String, ticket: String) {
    self.person = person
    self.role = role
    self.department = department
    self.ticket = ticket
  }
}
