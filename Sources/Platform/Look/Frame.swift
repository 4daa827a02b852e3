internal import HTTP

/// Where in the house a page stands; the menu marks it.
package enum Place: Sendable {
  case desk, bodies, handovers, capabilities, inspectors, experts, imports, plans, draws, selfChecks
  case visits, rectifications
  case publications, accounts, authorities, signIns, journal, portal, account
  case items, organisation, documents, responsibilities, codes
  case publicHome, publicBodies, publicPlans, publicDraws, publicResults, publicVerify, publicRules
  case publicItems, publicCapabilities
  case nowhere
}

/// What every page carries around its content.
package struct Frame {
  package let visitor: Actor?
  package let place: Place
  package let formToken: String
  package let styleSheet: Link
  package let script: Link
  package let done: Done?
  /// Open tasks shown beside the desk's entry.
  package let search: String

  package init(
    visitor: Actor?, place: Place, formToken: String, styleSheet: Link, script: Link, done: Done?,
    search: String = ""
  ) {
    self.visitor = visitor
    self.place = place
    self.formToken = formToken
    self.styleSheet = styleSheet
    self.script = script
    self.done = done
    self.search = search
  }
}

extension Call {
  /// The frame for a page at this place.
  package func frame(_ place: Place) -> Frame {
    Frame(
      visitor: visitor, place: place, formToken: formToken,
      styleSheet: house.assets.link("mingcha.css"), script: house.assets.link("mingcha.js"),
      done: request.query["done"].flatMap(Done.init(rawValue:)),
      search: request.query["q"] ?? "")
  }
}
