internal import Accounts
internal import Bodies
internal import Capabilities
internal import Codes
internal import Desk
internal import Dossiers
internal import Draws
internal import Fairness
internal import Findings
internal import Governance
internal import Handovers
internal import Items
internal import JournalRoom
package import Kernel
internal import People
internal import Plans
internal import Portal
internal import Publication
internal import Search
internal import SelfChecks
internal import Visits

extension Rooms {
  /// Every room of the application: the only place that knows them all. Lower rooms first; menus,
  /// tasks and files follow this order.
  package static let all = Rooms([
    Operations.room, Personal.room, Desk.room, Bodies.room, Capabilities.room, SearchRoom.room,
    People.room, Handovers.room, Items.room, Imports.room, Plans.room, Draws.room,
    SelfChecks.room, Visits.room, Findings.room, Governance.room, Publication.room, Portal.room,
    Fairness.room, Dossiers.room, Accounts.room, Codes.room, JournalRoom.room, Demo.room,
  ])
}
