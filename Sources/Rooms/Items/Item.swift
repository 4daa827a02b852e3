internal import HTTP
package import Kernel
package import Storage
package import Supervision

package struct ItemID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

package struct ItemVersionID: RecordID {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// 事项清单: what may be inspected, by which basis, by whom and how often.
///
/// An item keeps its code. What it says stands in versions: a draft, one that is published, and
/// those that were before. What is not published may not be carried out.
package enum Items {
  package enum State: String, StoredWord, CaseIterable, Sendable {
    case published, draft, ended

    var label: String {
      switch self {
      case .published: "已公布"
      case .draft: "草稿"
      case .ended: "已停用"
      }
    }

    var tint: Tint {
      switch self {
      case .published: .fine
      case .draft: .warning
      case .ended: .plain
      }
    }
  }

  /// What a version says.
  package struct Content: Sendable, Equatable {
    package var list = ""
    package var itemClass = ""
    package var name = ""
    package var content = ""
    package var basis = ""
    package var subject = ""
    package var object = ""
    /// Highest share of the objects in a year, in basis points.
    package var ratio: Int?
    package var frequency = ""
    package var materials = ""
    package var qualification = ""
    package var department = ""
    package var office = ""
    package var limitDays: Int?
    package var validFrom = CalendarDay(dayNumber: 0)
    package var validUntil: CalendarDay?
    /// Codes, ascending.
    package var fields: [String] = []
    package var methods: [String] = []
    package var partners: [String] = []

    package init(
      list: String = "", itemClass: String = "", name: String = "", content: String = "",
      basis: String = "", subject: String = "", object: String = "", ratio: Int? = nil,
      frequency: String = "", materials: String = "", qualification: String = "",
      department: String = "", office: String = "", limitDays: Int? = nil,
      validFrom: CalendarDay = CalendarDay(dayNumber: 0), validUntil: CalendarDay? = nil,
      fields: [String] = [], methods: [String] = [], partners: [String] = []
    ) {
      self.list = list
      self.itemClass = itemClass
      self.name = name
      self.content = content
      self.basis = basis
      self.subject = subject
      self.object = object
      self.ratio = ratio
      self.frequency = frequency
      self.materials = materials
      self.qualification = qualification
      self.department = department
      self.office = office
      self.limitDays = limitDays
      self.validFrom = validFrom
      self.validUntil = validUntil
      self.fields = fields
      self.methods = methods
      self.partners = partners
    }
  }

  package struct Version: Sendable {
    package let id: ItemVersionID
    package let item: ItemID
    package let code: String
    let region: String
    package let number: Int
    package let state: State
    package let content: Content
    let publishedAt: Instant?
    let endedAt: Instant?

    /// Published and valid on every day of the period.
    package func isInForce(from: CalendarDay, until: CalendarDay) -> Bool {
      state == .published && content.validFrom <= from
        && (content.validUntil.map { until <= $0 } ?? true)
    }
  }

  /// What the list shows, as it stands in the address.
  struct Filter: Sendable, Equatable {
    var text = ""
    package var list = ""
    package var department = ""
    var field = ""
    var state = State.published

    package init() {}

    package init(_ query: Fields) {
      text = searchText(query["find"])
      list = query["list"] ?? ""
      department = query["department"] ?? ""
      field = query["field"] ?? ""
      state = query["state"].flatMap(State.init(rawValue:)) ?? .published
    }

    var pairs: [(String, String)] {
      [
        ("find", text), ("list", list), ("department", department), ("field", field),
        ("state", state == .published ? "" : state.rawValue),
      ]
    }
  }

  /// The words behind the codes of an item.
  package struct Words: Sendable {
    package let codes: RegistryCodes
    package let fields: CodeNames
    package let departments: CodeNames
    let regions: CodeNames

    package init(_ db: any Connection) throws {
      codes = try Reference.registryCodes(db)
      fields = CodeNames(try Reference.fields(db))
      departments = CodeNames(try Reference.departments(db))
      regions = CodeNames(try Reference.regions(db))
    }

    package func methods(_ content: Content) -> String {
      content.methods.map { codes.name(.checkMethod, $0) }.joined(separator: "、")
    }

    /// Caption and words of everything a version says, in the order of the list.
    func facts(_ content: Content) -> [(label: String, value: String)] {
      [
        ("清单", codes.name(.itemList, content.list)),
        ("类别", codes.name(.itemClass, content.itemClass)), ("事项", content.name),
        ("检查内容", content.content), ("依据", content.basis), ("检查主体", content.subject),
        ("检查对象", content.object),
        ("抽查比例上限", content.ratio.map { "\(percentText($0))%／年" } ?? ""),
        ("频次", content.frequency), ("检查方式", methods(content)),
        ("适用领域", fields.joined(content.fields)), ("需要的材料", content.materials),
        ("检查人员资格", content.qualification), ("责任部门", departments[content.department]),
        ("责任处室", content.office), ("参与部门", departments.joined(content.partners)),
        ("办理时限", content.limitDays.map { "\($0)个工作日" } ?? ""),
        ("有效期", period(content)),
      ]
    }

    func period(_ content: Content) -> String {
      content.validFrom.chinese + (content.validUntil.map { "至\($0.chinese)" } ?? "起")
    }
  }

  package static let routes: [Route] = officeRoutes + publicRoutes
}
