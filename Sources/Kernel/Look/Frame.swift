internal import HTTP

/// What every page carries around its content.
package struct Frame {
  package let visitor: Actor?
  package let place: Place
  package let formToken: String
  package let styleSheet: Link
  package let script: Link
  package let done: Flash?
  /// What is looked for, as it stands in the field on top.
  package let search: String
  /// Menus and words of all rooms.
  package let rooms: Rooms

  package init(
    visitor: Actor?, place: Place, formToken: String, styleSheet: Link, script: Link, done: Flash?,
    search: String = "", rooms: Rooms
  ) {
    self.visitor = visitor
    self.place = place
    self.formToken = formToken
    self.styleSheet = styleSheet
    self.script = script
    self.done = done
    self.search = search
    self.rooms = rooms
  }
}

extension Frame {
  /// What journal entries read like.
  package var words: JournalWords { rooms.words }
}

extension Call {
  /// The frame for a page at this place.
  package func frame(_ place: Place) -> Frame {
    Frame(
      visitor: visitor, place: place, formToken: formToken,
      styleSheet: house.assets.link("mingcha.css"), script: house.assets.link("mingcha.js"),
      done: request.query["done"].flatMap(house.rooms.flash),
      search: request.query["q"] ?? "", rooms: house.rooms)
  }
}
