internal import Documents
package import HTTP
package import Storage
package import Supervision

/// The application: a store, its surroundings and every route.
package final class House: Sendable {
  package let store: any Store
  package let surroundings: Surroundings
  package let metrics: Metrics
  package let routes: [Route]
  package let router: Router<Route>
  package let assets: Assets
  /// What the plans looked at last would lead to.
  package let outlooks = OutlookCache()
  /// Seals what must not be readable in a copy of the database.
  package let key: HouseKey
  /// Where people may also sign in; `nil` when none is set up.
  package let provider: IdentityProvider?
  /// Who guesses passwords.
  package let signInGuard = SignInGuard()
  package let rulers = RulerMemo()
  package let proofs = ProofMemo()
  let publicMemo = PublicMemo()
  /// Large files on their way in.
  package let jobs = Jobs()
  /// Tables on their way out.
  package let exports = ExportDesk()
  let papers = PaperProgram()
  /// The published draws held against chance.
  let fairness = FairnessMemo()
  /// How often the capabilities were consulted.
  package let searchUses = SearchUses()

  /// - Parameters:
  ///   - store: already migrated (`House.prepare`).
  /// - Throws: `RouterFault` when two routes claim one address.
  package init(
    store: any Store, surroundings: Surroundings, metrics: Metrics, assets: Assets,
    provider: IdentityProvider? = nil
  ) throws {
    self.store = store
    self.surroundings = surroundings
    self.metrics = metrics
    self.assets = assets
    self.provider = provider
    key = HouseKey(dataFolder: surroundings.dataFolder, entropy: surroundings.entropy)
    routes = House.allRoutes
    router = try Router(
      routes.map { (method: $0.method, pattern: $0.pattern, endpoint: $0) })
  }

  package func now() -> Instant { surroundings.now() }

  /// Every room's routes.
  package static let allRoutes: [Route] =
    Operations.routes + Personal.routes + Accounts.routes + Authorities.routes + JournalRoom.routes
    + Registry.routes + BodySearch.routes + Capabilities.routes + CapabilitySearch.routes
    + Plans.routes
    + Draws.routes + SelfChecks.routes + Visits.routes + Findings.routes + Publication.routes
    + Fairness.routes + Desk.routes + Governance.routes + Codes.routes

  /// Whose personal data is masked on pages and given in full on request.
  package static let personalSources: [PersonalSource] =
    Personal.sources + BodyPersonal.sources + Visits.personalSources
}
