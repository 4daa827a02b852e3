internal import Kernel

/// The fields of testing out of which the national demo makes its dictionaries.
///
/// Words of the trade are put together here; no list is copied from anywhere, and the codes of
/// standards are dice.
struct DemoGroup: Sendable {
  /// What is measured, which decides how parameters are called.
  enum Kind: Sendable {
    case chemical, biological, mechanical, electrical, environmental, inspection
  }

  let name: String
  /// The registry's code of the field.
  let field: String
  let kind: Kind
  /// Prefixes of the codes of its standards.
  let prefixes: [String]
  /// What is tested: products or media.
  let products: [String]
  /// Parts of it, for parameters of their own.
  let parts: [String]

  private init(
    _ name: String, _ field: String, _ kind: Kind, _ prefixes: String, _ products: String,
    _ parts: String
  ) {
    self.name = name
    self.field = field
    self.kind = kind
    self.prefixes = prefixes.split(separator: " ").map(String.init)
    self.products = products.split(separator: " ").map(String.init)
    self.parts = parts.split(separator: " ").map(String.init)
  }

  static let all: [DemoGroup] = [
    DemoGroup(
      "食品", "food", .chemical, "GB GB/T SN/T NY/T",
      "粮食及制品 肉及肉制品 乳及乳制品 水产品 蔬菜及制品 水果及制品 饮料 调味品 糕点 婴幼儿食品",
      "可食部分 包装接触面 油脂部分 水相"),
    DemoGroup(
      "食品微生物", "food", .biological, "GB GB/T SN/T", "即食食品 乳粉 冷冻饮品 水产制品 饮用水 保健食品", "样品表面 增菌液 加工环境"),
    DemoGroup(
      "农产品", "food", .chemical, "NY/T GB GB/T DB31/T", "稻谷 小麦 叶菜 茄果 柑橘 茶叶 禽蛋 生乳 蜂蜜", "籽粒 果皮 果肉 叶片"),
    DemoGroup(
      "食品添加剂", "food", .chemical, "GB QB/T", "甜味剂 防腐剂 着色剂 增稠剂 乳化剂 酶制剂", "干基 水溶液"),
    DemoGroup(
      "饲料", "food", .chemical, "GB/T NY/T", "配合饲料 浓缩饲料 添加剂预混料 饲料原料", "粗蛋白部分 灰分"),
    DemoGroup(
      "水和废水", "environment", .environmental, "HJ GB GB/T CJ/T SL",
      "地表水 地下水 生活污水 工业废水 海水 生活饮用水 大气降水",
      "上清液 悬浮物 沉积物"),
    DemoGroup(
      "环境空气和废气", "environment", .environmental, "HJ GB GB/T HJ/T", "环境空气 固定污染源废气 无组织排放 室内空气 工作场所空气",
      "颗粒物 气相 滤膜"),
    DemoGroup(
      "土壤和沉积物", "environment", .environmental, "HJ GB/T NY/T LY/T", "农用地土壤 建设用地土壤 水系沉积物 污泥 固体废物",
      "浸出液 全量 有效态"),
    DemoGroup(
      "噪声和振动", "environment", .inspection, "GB HJ GB/T", "厂界环境噪声 社会生活噪声 建筑施工噪声 铁路边界噪声 环境振动",
      "昼间 夜间 背景"),
    DemoGroup(
      "辐射", "environment", .inspection, "HJ GB GBZ WS/T", "电磁环境 环境γ辐射 医用射线装置 放射性核素", "屏蔽体外 工作位 环境本底"
    ),
    DemoGroup(
      "机动车安全技术检验", "vehicle", .inspection, "GB GA GB/T", "小型客车 大型客车 重型货车 挂车 摩托车 专项作业车",
      "制动系 灯光 底盘 转向系 车身 轮胎"),
    DemoGroup(
      "机动车排放检验", "vehicle", .inspection, "GB HJ GB/T", "汽油车 柴油车 混合动力车 摩托车 非道路移动机械", "怠速 高怠速 加载减速 稳态"
    ),
    DemoGroup(
      "汽车零部件", "vehicle", .mechanical, "GB/T QC/T GB", "制动软管 安全带 座椅 车轮 内饰件 后视镜 线束",
      "总成 骨架 表面 连接处 试片"),
    DemoGroup(
      "法医物证", "forensic", .biological, "GB/T GA/T SF/T", "血样 唾液 毛发 组织", "常染色体 Y染色体 线粒体"),
    DemoGroup(
      "法医毒物", "forensic", .chemical, "GA/T SF/T GB/T", "血液 尿液 毛发 胃内容物", "游离态 总量"),
    DemoGroup(
      "文书和痕迹鉴定", "forensic", .inspection, "GB/T SF/T GA/T", "笔迹 印章印文 指印 车辆痕迹 电子数据", "特征 细节 整体"),
    DemoGroup(
      "人防设备", "civil-defence", .mechanical, "RFJ GB/T GB", "防护门 密闭阀门 防爆波活门 滤毒设备 通风机", "门扇 铰页 密封条 框体"
    ),
    DemoGroup(
      "进出口商品", "trade", .inspection, "SN/T GB/T GB", "矿产品 煤炭 原油 粮谷 棉花 羊毛 机电产品", "水尺 衡重 取样 外观"),
    DemoGroup(
      "化妆品", "cosmetics", .chemical, "GB/T QB/T SN/T", "膏霜 乳液 染发产品 防晒产品 香水 口红 洗发液", "水相 油相 粉体"),
    DemoGroup(
      "消毒产品", "cosmetics", .biological, "GB WS/T GB/T", "手消毒剂 湿巾 口罩 卫生巾 空气消毒机", "原液 稀释液 载体"),
    DemoGroup(
      "地质矿产", "natural-resources", .chemical, "DZ/T GB/T YS/T", "铁矿石 铜矿石 稀土矿 岩石 水系沉积物 煤",
      "酸溶态 全量 物相"),
    DemoGroup(
      "测绘和不动产", "natural-resources", .inspection, "CH/T GB/T TD/T", "地形图 控制点 宗地 房产 遥感影像", "平面 高程 属性"
    ),
    DemoGroup(
      "水利工程", "water", .mechanical, "SL GB/T DL/T", "土石坝料 水工混凝土 土工膜 闸门 启闭机", "坝体 止水 面板 接缝"),
    DemoGroup(
      "医疗器械", "medical-protection", .electrical, "YY/T YY GB/T GB", "监护仪 注射泵 超声设备 牙科设备 呼吸机 康复设备",
      "应用部分 电源部分 外壳 接地"),
    DemoGroup(
      "防护用品", "medical-protection", .mechanical, "GB GB/T YY", "医用口罩 防护服 防护手套 护目镜 安全帽 安全鞋",
      "滤材 接缝 带子 镜片"),
    DemoGroup(
      "成品油", "oil", .chemical, "GB/T SH/T NB/SH/T", "车用汽油 车用柴油 航空煤油 润滑油 燃料油", "馏分 残渣 添加剂"),
    DemoGroup(
      "网络关键设备", "network-products", .electrical, "GB/T YD/T GA/T", "路由器 交换机 服务器 防火墙 可编程控制器",
      "管理口 业务口 固件"),
    DemoGroup(
      "罐体", "tank", .mechanical, "GB GB/T QC/T", "常压罐体 呼吸阀 紧急切断阀 人孔", "封头 筒体 焊缝 支座"),
    DemoGroup(
      "碳排放", "carbon", .environmental, "GB/T HJ DL/T", "燃煤 天然气 烟气 工艺过程 外购电力", "入炉 收到基 干燥基"),
    DemoGroup(
      "水泥和混凝土", "construction", .mechanical, "GB/T JGJ/T JC/T GB", "水泥 混凝土 砂浆 骨料 外加剂 掺合料 预制构件",
      "试件 胶砂 净浆 芯样 界面"),
    DemoGroup(
      "钢材和连接", "construction", .mechanical, "GB/T JGJ YB/T", "钢筋 型钢 钢绞线 焊接接头 机械连接 紧固件",
      "母材 焊缝 热影响区 螺纹"),
    DemoGroup(
      "地基和主体结构", "construction", .inspection, "JGJ GB JGJ/T DB31/T", "桩基 地基 混凝土结构 砌体 钢结构",
      "桩身 承台 节点 楼板"),
    DemoGroup(
      "建筑节能和门窗", "construction", .mechanical, "GB/T JGJ/T JG/T", "保温板 外窗 幕墙 隔热涂料 采暖系统",
      "型材 玻璃 密封 锚固"),
    DemoGroup(
      "防水和装饰材料", "construction", .chemical, "GB/T JC/T GB", "防水卷材 防水涂料 木质板材 涂料 胶粘剂 壁纸", "挥发物 浸提液 表面"
    ),
    DemoGroup(
      "锅炉和压力容器", "special-equipment", .mechanical, "TSG NB/T GB/T", "锅炉 压力容器 气瓶 压力管道 安全阀",
      "筒体 焊缝 封头 接管"),
    DemoGroup(
      "电梯和起重机械", "special-equipment", .inspection, "TSG GB/T GB", "曳引电梯 自动扶梯 桥式起重机 塔式起重机 施工升降机",
      "轿厢 限速器 钢丝绳 轨道"),
    DemoGroup(
      "纺织品", "other", .mechanical, "GB/T FZ/T GB", "机织物 针织物 羽绒服装 婴幼儿服装 床上用品 地毯", "面料 里料 缝口 染色部位"),
    DemoGroup(
      "玩具和儿童用品", "other", .chemical, "GB GB/T QB/T", "塑胶玩具 毛绒玩具 童车 学生文具 儿童家具", "涂层 基材 可触及部件"),
    DemoGroup(
      "家用电器", "other", .electrical, "GB GB/T", "电冰箱 空调器 洗衣机 电热水器 电饭锅 灯具", "电源线 外壳 控制器 电机"),
    DemoGroup(
      "电线电缆", "other", .electrical, "GB/T JB/T TB/T", "电力电缆 布电线 控制电缆 通信电缆 光缆", "导体 绝缘 护套 屏蔽"),
    DemoGroup(
      "金属材料", "other", .mechanical, "GB/T YS/T HB", "碳素钢 不锈钢 铝合金 铜合金 钛合金 镀层", "横向 纵向 表层 心部"),
    DemoGroup(
      "消防产品", "other", .mechanical, "GB GA GB/T", "灭火器 消火栓 火灾探测器 防火门 防火涂料 消防水带", "筒体 阀门 涂层 接口"),
  ]
}

extension DemoGroup.Kind {
  /// What is measured, as words of the trade.
  var properties: [String] {
    let text =
      switch self {
      case .chemical:
        "含量 总量 残留量 迁移量 可溶性含量 限量 水分 灰分 酸度 酸值 过氧化值 碘值 密度 黏度 折光率 旋光度 pH值 干燥失重 灼烧残渣 熔点 沸程 闪点 凝点 色度 浊度 电导率 氯化物 硫酸盐 硝酸盐 亚硝酸盐 氟化物 氰化物 总氮 总磷 粗蛋白 粗脂肪 膳食纤维 挥发性盐基氮"
      case .biological:
        "菌落总数 大肠菌群 霉菌和酵母 沙门氏菌 金黄色葡萄球菌 单核细胞增生李斯特氏菌 志贺氏菌 副溶血性弧菌 蜡样芽胞杆菌 产气荚膜梭菌 铜绿假单胞菌 溶血性链球菌 粪链球菌 乳酸菌 双歧杆菌 阪崎肠杆菌 弯曲菌 诺如病毒 内毒素 无菌 杀菌率 抑菌率 基因分型 个体识别 亲缘关系 转基因成分 物种成分 抗性基因"
      case .mechanical:
        "抗压强度 抗折强度 抗拉强度 屈服强度 断后伸长率 断面收缩率 弯曲性能 冲击韧性 硬度 弹性模量 剪切强度 粘结强度 撕裂强度 顶破强力 耐磨性 疲劳寿命 蠕变 密度 吸水率 含水率 孔隙率 渗透系数 抗渗等级 抗冻性 收缩率 膨胀率 耐热性 耐老化性 耐腐蚀性 尺寸偏差 平整度 厚度 质量偏差 气密性 水密性 抗风压性能 燃烧性能 导热系数 色牢度 透气性"
      case .electrical:
        "绝缘电阻 耐电压 泄漏电流 接地电阻 温升 输入功率 启动电流 功率因数 能效 噪声 辐射骚扰 传导骚扰 静电放电抗扰度 浪涌抗扰度 电快速瞬变抗扰度 谐波电流 电压波动 爬电距离 电气间隙 防触电保护 机械强度 球压试验 灼热丝试验 漏电起痕 防水等级 防尘等级 耐久性 吞吐量 时延 丢包率 访问控制 身份鉴别 日志审计 漏洞扫描"
      case .environmental:
        "化学需氧量 五日生化需氧量 氨氮 总氮 总磷 悬浮物 溶解氧 高锰酸盐指数 挥发酚 石油类 动植物油 阴离子表面活性剂 硫化物 氰化物 氟化物 总硬度 溶解性总固体 色度 浊度 pH值 电导率 粪大肠菌群 叶绿素a 二氧化硫 氮氧化物 一氧化碳 臭氧 颗粒物 PM10 PM2.5 非甲烷总烃 臭气浓度 烟气黑度 烟气流速 含湿量 氯化氢 硫酸雾 铬酸雾 苯系物 多环芳烃 二噁英类 有机碳 阳离子交换量"
      case .inspection:
        "外观 标志 尺寸 间隙 位移 速度 加速度 制动力 制动距离 侧滑量 灯光强度 光束偏移 声级 等效连续声级 最大声级 铅垂向振级 场强 功率密度 剂量率 表面污染 承载力 完整性 沉降量 垂直度 裂缝宽度 碳化深度 钢筋间距 保护层厚度 螺栓扭矩 涂层厚度 排放限值 烟度 过量空气系数 同一性 形成方式 形成时间 恢复提取 数量 重量 点位精度 面积"
      }
    return text.split(separator: " ").map(String.init)
  }

  /// How it is measured.
  var methods: [String] {
    let text =
      switch self {
      case .chemical:
        "石墨炉原子吸收光谱法 火焰原子吸收光谱法 电感耦合等离子体质谱法 原子荧光光谱法 液相色谱-质谱/质谱法 气相色谱法 气相色谱-质谱法 离子色谱法 分光光度法 滴定法 重量法"
      case .biological: "平板计数法 MPN法 实时荧光PCR法 酶联免疫吸附法 培养法 毛细管电泳法"
      case .mechanical: "万能试验机法 落锤法 压缩法 三点弯曲法 热流计法 循环试验法"
      case .electrical: "直流法 工频法 热电偶法 频谱分析法 功能测试法"
      case .environmental:
        "重铬酸盐法 纳氏试剂分光光度法 非分散红外法 定电位电解法 稀释与接种法 电感耦合等离子体质谱法 吹扫捕集/气相色谱-质谱法 离子色谱法 红外分光光度法"
      case .inspection: "目视法 量具法 仪器法 声波透射法 回弹法 比对法"
      }
    return text.split(separator: " ").map(String.init)
  }
}
