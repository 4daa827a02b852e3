internal import Kernel
internal import Storage

extension FactKind {
  /// In the order of the page.
  package static let all: [FactKind] = [
    certificates, sites, persons, instruments, declarations, prices, links, marks,
  ]

  static func named(_ code: String) -> FactKind? { all.first { $0.code == code } }

  static let certificates = FactKind(
    code: "certificates", title: "资质证书", counter: "张",
    explanation: "资质认定证书及其他资质、认可、备案。编号按12位结构核对，旧编号只提示。",
    table: "certificates",
    keeping: .versions(table: "certificate_versions", owner: "certificate"),
    columns: [
      FactColumn(
        name: "kind", caption: "种类", content: .code(.certificate), isRequired: true,
        isFixed: true),
      FactColumn(name: "number", caption: "编号", content: .text(limit: 40), isRequired: true),
      FactColumn(name: "issuer", caption: "发证机关", content: .text(limit: 60)),
      FactColumn(name: "issued_on", caption: "发证日期", content: .day),
      FactColumn(name: "valid_from", caption: "有效期自", content: .day, isListed: false),
      FactColumn(name: "valid_until", caption: "有效期至", content: .day),
      FactColumn(
        name: "state", caption: "状态",
        content: .word([
          ("valid", "有效"), ("suspended", "暂扣"), ("withdrawn", "撤销"), ("cancelled", "注销"),
        ]), isRequired: true),
      FactColumn(name: "note", caption: "备注", content: .long(limit: 500), isListed: false),
    ],
    unique: ["kind", "number"], naming: ["kind", "number"],
    order: "is_main DESC, kind, number, id", expiry: "valid_until")

  package static let sites = FactKind(
    code: "sites", title: "检验检测场所", counter: "处",
    explanation: "管辖按实际检验检测场所。主场所随登记地址变动。",
    table: "sites", keeping: .versions(table: "site_versions", owner: "site"),
    columns: [
      FactColumn(
        name: "name", caption: "场所名称", content: .text(limit: 60), isRequired: true,
        hint: "如 浦东实验室"),
      FactColumn(name: "address", caption: "地址", content: .text(limit: 200), isRequired: true),
      FactColumn(
        name: "region", caption: "行政区划", content: .region, isRequired: true,
        hint: "六位代码或名称"),
    ],
    unique: ["name"], naming: ["name"], order: "id")

  package static let persons = FactKind(
    code: "persons", title: "人员", counter: "名",
    explanation: "最高管理者、技术负责人、授权签字人和检验检测人员。法定代表人和联系人见登记信息。",
    table: "body_persons", keeping: .rows,
    columns: [
      FactColumn(name: "name", caption: "姓名", content: .text(limit: 60), isRequired: true),
      FactColumn(
        name: "role", caption: "职责", content: .code(.personRole), isRequired: true),
      FactColumn(name: "title", caption: "职称或资格", content: .text(limit: 60)),
      FactColumn(
        name: "scope", caption: "授权范围", content: .long(limit: 500),
        hint: "授权签字人写明授权的项目和限制"),
      FactColumn(name: "site", caption: "场所", content: .site, isListed: false),
      FactColumn(name: "valid_from", caption: "任职自", content: .day, isListed: false),
      FactColumn(name: "valid_until", caption: "任职至", content: .day),
      FactColumn(name: "identity", caption: "证件号码", content: .identity, isListed: false),
      FactColumn(name: "phone", caption: "电话", content: .phone, isListed: false),
    ],
    unique: ["name", "role", "site", "identity"], naming: ["name", "role"],
    order: "role, name, id", hasFields: true, expiry: "valid_until")

  package static let instruments = FactKind(
    code: "instruments", title: "仪器设备", counter: "台",
    explanation: "检定、校准到期的设备不得用于出具数据。",
    table: "instruments", keeping: .rows,
    columns: [
      FactColumn(name: "code", caption: "设备编号", content: .text(limit: 40), isRequired: true),
      FactColumn(name: "name", caption: "设备名称", content: .text(limit: 100), isRequired: true),
      FactColumn(name: "model", caption: "型号规格", content: .text(limit: 60)),
      FactColumn(name: "maker", caption: "制造商", content: .text(limit: 60), isListed: false),
      FactColumn(
        name: "range_text", caption: "测量范围", content: .text(limit: 100), isListed: false),
      FactColumn(
        name: "accuracy", caption: "准确度或不确定度", content: .text(limit: 60), isListed: false),
      FactColumn(name: "site", caption: "场所", content: .site, isListed: false),
      FactColumn(
        name: "state", caption: "状态", content: .word([("used", "在用"), ("stopped", "停用")]),
        isRequired: true),
      FactColumn(name: "calibrated_on", caption: "检定校准日期", content: .day),
      FactColumn(name: "calibrated_until", caption: "检定校准有效期至", content: .day),
      FactColumn(
        name: "calibrated_by", caption: "检定校准机构", content: .text(limit: 100),
        isListed: false),
      FactColumn(
        name: "calibration_number", caption: "检定校准证书编号", content: .text(limit: 60),
        isListed: false),
    ],
    unique: ["code"], naming: ["code", "name"], order: "code, id", expiry: "calibrated_until")

  package static let declarations = FactKind(
    code: "declarations", title: "声明与承诺", counter: "份",
    explanation: "公正性声明、告知承诺书、自我声明等。",
    table: "declarations", keeping: .rows,
    columns: [
      FactColumn(name: "kind", caption: "种类", content: .code(.declaration), isRequired: true),
      FactColumn(name: "title", caption: "标题", content: .text(limit: 100), isRequired: true),
      FactColumn(name: "content", caption: "内容", content: .long(limit: 4000), isListed: false),
      FactColumn(name: "declared_on", caption: "声明日期", content: .day, isRequired: true),
      FactColumn(name: "valid_until", caption: "有效期至", content: .day),
    ],
    unique: ["kind", "title", "declared_on"], naming: ["title"], order: "declared_on DESC, id",
    expiry: "valid_until")

  package static let prices = FactKind(
    code: "prices", title: "收费价目", counter: "项",
    explanation: "机构公示的收费项目和标准。",
    table: "prices", keeping: .rows,
    columns: [
      FactColumn(name: "item", caption: "收费项目", content: .text(limit: 100), isRequired: true),
      FactColumn(name: "method", caption: "方法标准", content: .text(limit: 100)),
      FactColumn(
        name: "unit", caption: "计价单位", content: .text(limit: 20), isRequired: true,
        hint: "如 次、样、辆"),
      FactColumn(name: "fen", caption: "价格（元）", content: .money, isRequired: true),
      FactColumn(name: "valid_from", caption: "执行日期", content: .day),
      FactColumn(name: "note", caption: "备注", content: .text(limit: 200), isListed: false),
    ],
    unique: ["item", "method", "unit"], naming: ["item"], order: "item, method, unit, id")

  static let links = FactKind(
    code: "links", title: "前身与承继", counter: "条",
    explanation: "合并、分立、改制或重新登记之前的机构；从前身一方也能看到。",
    table: "body_links", keeping: .rows,
    columns: [
      FactColumn(
        name: "earlier", caption: "前身机构", content: .body, isRequired: true,
        hint: "填写前身的统一社会信用代码"),
      FactColumn(name: "kind", caption: "方式", content: .code(.link), isRequired: true),
      FactColumn(name: "happened_on", caption: "发生日期", content: .day, isRequired: true),
      FactColumn(name: "note", caption: "说明", content: .text(limit: 200)),
    ],
    unique: ["earlier", "kind"], naming: ["kind", "earlier"], order: "happened_on, id")

  package static let marks = FactKind(
    code: "marks", title: "特别标记", counter: "个",
    explanation: "投诉举报、能力验证缺席、统计迟报、承担官方任务等；到期后不再计入重点抽查对象。",
    table: "body_marks", keeping: .rows,
    columns: [
      FactColumn(name: "kind", caption: "标记", content: .code(.mark), isRequired: true),
      FactColumn(
        name: "source", caption: "来源", content: .text(limit: 100), isRequired: true,
        hint: "通报、文号或任务名称"),
      FactColumn(name: "valid_from", caption: "自", content: .day, isRequired: true),
      FactColumn(
        name: "valid_until", caption: "至", content: .day, isRequired: true,
        hint: "承担官方任务的标记自最近一次任务起算三年"),
      FactColumn(name: "note", caption: "说明", content: .text(limit: 200)),
    ],
    unique: ["kind", "source", "valid_from"], naming: ["kind"], order: "valid_until DESC, id")
}
