internal import Kernel

/// What the facts of the registry's journal entries are called on screens.
enum RegistryWords {
  static let facts = [
    "name": "名称", "certificate_number": "证书编号", "certificate_until": "证书有效期",
    "region": "行政区划", "address": "地址", "legal_representative": "法定代表人",
    "contact": "联系人", "credit_class": "信用风险分类", "status": "状态", "fields": "领域",
    "body_kind": "机构类型", "legal_form": "法律形式", "record": "", "title": "标题",
    "stage": "进展",
    "fact": "登记项", "before": "原为", "after": "现为", "ended": "终止",
    "employer": "工作单位", "qualification": "职称", "capability": "能力",
    "new": "新增", "changed": "更新", "same": "未变", "refused": "不合格",
  ]
}
