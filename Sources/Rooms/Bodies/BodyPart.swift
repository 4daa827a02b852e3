package import HTML
package import Kernel
package import Storage
package import Supervision

/// What a room tells of a body: on the body's page and in the time line of its dossier (一企一卷).
///
/// A room contributes one (`Room.contributions`); the body's page and the dossier ask all of them.
package struct BodyPart: Contribution {
  /// What kind of events it tells, if any.
  package let kind: TimelineKind?
  package let page: (@Sendable (_ question: BodyQuestion) throws -> BodyPageContent)?
  package let timeline: (@Sendable (_ question: BodyQuestion) throws -> [TimelineEntry])?

  package init(
    kind: TimelineKind? = nil,
    page: (@Sendable (_ question: BodyQuestion) throws -> BodyPageContent)? = nil,
    timeline: (@Sendable (_ question: BodyQuestion) throws -> [TimelineEntry])? = nil
  ) {
    self.kind = kind
    self.page = page
    self.timeline = timeline
  }
}

/// Which body is asked for, by whom, and the store to answer from.
package struct BodyQuestion {
  package let body: Body
  package let actor: Actor
  package let today: CalendarDay
  /// Names of the fields of inspection (检验检测领域).
  package let fields: CodeNames
  package let db: any Connection

  package var id: BodyID { body.id }

  package init(
    _ body: Body, for actor: Actor, on today: CalendarDay, _ db: any Connection
  ) throws {
    self.body = body
    self.actor = actor
    self.today = today
    self.db = db
    fields = CodeNames(try Reference.fields(db))
  }
}

/// What a room adds to the page of a body.
package struct BodyPageContent {
  /// Above everything: what is under way.
  package var note: Markup?
  package var card: Markup?
  /// Beside another card, where it is short.
  package var side: Markup?
  /// A button beside the heading.
  package var headAction: (label: String, link: Link)?
  /// A button of what is done rarely; for those who may change the register.
  package var action: (label: String, link: Link)?
  /// Records whose journal belongs to the body's history.
  package var subjects: [(kind: String, ids: [String])] = []

  package init() {}
}

/// A tab of a body's record that another room has.
package struct BodyTab: Contribution {
  package let label: String
  package let link: @Sendable (BodyID) -> Link

  package init(_ label: String, _ link: @escaping @Sendable (BodyID) -> Link) {
    self.label = label
    self.link = link
  }
}

/// What changes of a body's record another room keeps, told in its history.
package struct BodyStoryPart: Contribution {
  /// One change: when, which, of what kind, what was done, and a sentence.
  package struct Event {
    package let at: Instant
    package let change: ChangeID
    package let kind: String
    package let deed: String
    package let sentence: String

    package init(
      at: Instant, change: ChangeID, kind: String, deed: String, sentence: String
    ) {
      self.at = at
      self.change = change
      self.kind = kind
      self.deed = deed
      self.sentence = sentence
    }
  }

  package let events: @Sendable (_ body: BodyID, _ db: any Connection) throws -> [Event]

  package init(
    _ events: @escaping @Sendable (_ body: BodyID, _ db: any Connection) throws -> [Event]
  ) {
    self.events = events
  }
}

/// A kind of events in a body's time line.
package struct TimelineKind: Sendable, Hashable {
  /// As it stands in addresses and files.
  package let code: String
  package let label: String
  package let tint: Tint

  package init(_ code: String, _ label: String, _ tint: Tint) {
    self.code = code
    self.label = label
    self.tint = tint
  }

  package static let registry = TimelineKind("registry", "登记变更", .plain)
}

/// One thing that happened to a body.
package struct TimelineEntry: Sendable {
  package let at: Instant
  package let kind: TimelineKind
  package let title: String
  package let detail: String
  package let link: Link?

  package init(at: Instant, kind: TimelineKind, title: String, detail: String, link: Link?) {
    self.at = at
    self.kind = kind
    self.title = title
    self.detail = detail
    self.link = link
  }
}
