package import Kernel
internal import Plans
package import Storage

extension Actor {
  /// The condition over `visits v`, whatever their stage.
  package var seesVisit: SQL {
    "(" + scope.condition("v.region") + " AND (" + isOfOwnLine("v.plan")
      + """
       OR EXISTS (SELECT 1 FROM plan_fields item JOIN plan_roles part
        ON part.plan = item.plan AND part.position = item.position
        WHERE item.plan = v.plan AND item.field = v.field
          AND part.department = \(authority?.department))))
      """
  }
}
