internal import Glibc

/// Writes a draw folder with a large roster of bodies as a national library has them: id, name,
/// region, domain and credit class, some 80 bytes a line. The same arguments give the same bytes.
///
/// - Parameter isStratified: 5 000 picks over the regions of a province each, weighted by class of
///   size; otherwise 10 000 picks in one stage.
/// - Returns: whether everything was written.
func writeFolder(_ path: String, records: Int, isStratified: Bool) -> Bool {
  unsafe mkdir(path, 0o755)
  let rules =
    isStratified
    ? ["count 5000", "stratify region", "minimum 1"] : ["count 10000"]
  let head = ["spec mingcha-draw-1", "suite sha256", "title 基准", "stage 随机抽查"]
  return writeLines(head + rules, to: "\(path)/rules.tsv")
    && writeLines(["contributor kind value", "x public 1"], to: "\(path)/seed.tsv")
    && writeRoster("\(path)/roster.tsv", records)
}

/// Writes a draw folder whose teams are the work: every object is drawn, three roles of one, one and
/// two inspectors. Departments, fields and employers are as in a province: the lead comes from the
/// market authority of another region, a partner department shares the object's field, the experts
/// do too and have not worked for it.
///
/// - Returns: whether everything was written.
func writeTeamsFolder(_ path: String, objects: Int, inspectors: Int) -> Bool {
  unsafe mkdir(path, 0o755)
  var random = Generator()
  let fields = ["food", "environment", "vehicle", "forensic", "cosmetics", "other"]
  var roster = ["id region field employer"]
  for number in 0..<objects {
    roster.append(
      "T\(100_000 + number) r\(random.next(40)) \(fields[random.next(6)]) e\(random.next(500))")
  }
  let departments = ["market", "market", "partner", "partner", "expert"]
  var people = ["id department region field employer"]
  for number in 0..<inspectors {
    let skills = Set((0..<2).map { _ in fields[random.next(6)] }).sorted().joined(separator: ",")
    people.append(
      "i\(100_000 + number) \(departments[random.next(5)]) r\(random.next(40)) \(skills) "
        + "e\(random.next(500))")
  }
  var conflicts = ["inspector object"]
  for _ in 0..<objects / 20 {
    conflicts.append(
      "i\(100_000 + random.next(inspectors)) T\(100_000 + random.next(objects))")
  }
  let rules = [
    "spec mingcha-draw-1", "suite sha256", "title 基准", "stage 全部", "count \(objects)",
    "role lead 1", "where department market", "avoid region",
    "role partner 1", "where department partner", "share field",
    "role expert 2", "where department expert", "share field", "avoid employer",
  ]
  return writeLines(roster, to: "\(path)/roster.tsv")
    && writeLines(people, to: "\(path)/inspectors.tsv")
    && writeLines(conflicts, to: "\(path)/conflicts.tsv")
    && writeLines(rules, to: "\(path)/rules.tsv")
    && writeLines(["contributor kind value", "x public 1"], to: "\(path)/seed.tsv")
}

/// The same numbers in every run.
private struct Generator {
  private var state: UInt64 = 1

  /// A number below `bound`.
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

private func writeLines(_ lines: [String], to path: String) -> Bool {
  guard let file = unsafe fopen(path, "w") else { return false }
  for line in lines {
    let bytes = line.utf8.map { $0 == 0x20 ? 0x09 : $0 } + [0x0A]
    unsafe fwrite(bytes, 1, bytes.count, file)
  }
  return unsafe fclose(file) == 0
}

private func writeRoster(_ path: String, _ records: Int) -> Bool {
  guard let file = unsafe fopen(path, "w") else { return false }
  let domains = ["food", "environment", "vehicle", "forensic", "cosmetics", "other"]
  var bytes = [UInt8]("id\tname\tregion\tdomain\tcredit\n".utf8)
  var random = Generator()
  for number in 0..<records {
    // 400 cities and counties; regions are not in the order of the ids.
    let region = 110_100 + random.next(400)
    let digits = "\(1_000_000_000 + number)"
    bytes += "91\(110_100 + number * 400 / records)MA\(digits)\t第\(number)检验检测机构有限公司\t".utf8
    bytes += "\(region)\t\(domains[random.next(6)])\tA\n".utf8
    if bytes.count > 1 << 20 {
      unsafe fwrite(bytes, 1, bytes.count, file)
      bytes.removeAll(keepingCapacity: true)
    }
  }
  unsafe fwrite(bytes, 1, bytes.count, file)
  return unsafe fclose(file) == 0
}
