internal import Kernel
package import Storage

// Which records of an inspection a person sees: authority × region and below × department × stage.
//
// The line of the authority whose plan it is sees everything of it in its region. A department that
// takes part sees the plan once it is no draft, and of the records exactly those of the items it
// takes part in. Nobody else of the region sees any of it; teams see their own visits besides.
extension Actor {
  private var department: String? { authority?.department }

  /// The condition over `plans p`.
  package var seesPlan: SQL {
    "(" + scope.condition("p.region") + " AND " + seesPlanAnywhere + ")"
  }

  /// The condition over `plans p` of any region: a superior's plan reaches into the own one.
  package var seesPlanAnywhere: SQL {
    """
    (p.authority IN (SELECT own.id FROM authorities own WHERE own.department = \(department))
      OR (p.stage <> 'draft' AND EXISTS (SELECT 1 FROM plan_roles part
        WHERE part.plan = p.id AND part.department = \(department))))
    """
  }

  /// The condition that this plan is of the actor's own line.
  package func isOfOwnLine(_ plan: SQL) -> SQL {
    """
    EXISTS (SELECT 1 FROM plans line JOIN authorities own ON own.id = line.authority
      WHERE line.id = \(plan) AND own.department = \(department))
    """
  }
}
