package import Kernel
internal import Plans
package import Storage

extension Actor {
  /// The condition over `self_checks s`: a partner sees those of bodies it inspects with others.
  package var seesSelfCheck: SQL {
    "(" + scope.condition("s.region") + " AND (" + isOfOwnLine("s.plan")
      + """
       OR EXISTS (SELECT 1 FROM visits joint JOIN plan_fields item
        ON item.plan = joint.plan AND item.field = joint.field
        JOIN plan_roles part ON part.plan = item.plan AND part.position = item.position
        WHERE joint.plan = s.plan AND joint.body = s.body
          AND part.department = \(authority?.department))))
      """
  }
}
