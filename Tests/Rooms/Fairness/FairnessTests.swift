import Draw
import HTTP
import Statistics
import Storage
import Supervision
import Testing

@testable import Composition
@testable import Draws
@testable import Fairness
@testable import Kernel

struct PublicFairnessTests {
  private func fairness(_ scene: DrawScene) throws -> Fairness {
    try scene.test.store.read { try scene.test.house.fairness.fairness($0) }
  }

  @Test("without a published draw the page says so and shows the laboratory")
  func empty() throws {
    let test = try TestHouse()
    let page = try test.visitor().get("/public/fairness")
    #expect(page.status == 200)
    #expect(page.text.contains("还没有已公开的抽取"))
    #expect(page.text.contains("抽 100000 次"))
    #expect(!page.text.contains("名单位置"))
    #expect(try test.visitor().get("/public/fairness/draws/1").status == 404)
    #expect(try test.visitor().get("/public/fairness/draws.csv").status == 200)
    #expect(try test.visitor().get("/").text.contains("/public/fairness\""))
  }

  @Test("a sealed draw tells nothing of its fairness")
  func sealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn(isUnannounced: true)
    #expect(try scene.stage(draw) == .drawnSealed)
    let visitor = scene.test.visitor()
    let page = try visitor.get("/public/fairness").text
    #expect(page.contains("还没有已公开的抽取"))
    #expect(!page.contains("2026年度监督抽查"))
    #expect(try visitor.get("/public/fairness/draws/1").status == 404)
    for path in ["draws.csv", "groups.csv"] {
      let text = try visitor.get("/public/fairness/\(path)").text
      #expect(text.split(separator: "\n").count == 1, "\(path) has its heading only")
    }
    #expect(try fairness(scene).draws.isEmpty)
  }

  @Test("figures of a published draw are those of its transcript")
  func revealed() throws {
    let scene = try DrawScene()
    let draw = try scene.drawn()
    let files = try scene.test.store.read { try Draws.publicFiles(draw, $0) }
    func file(_ name: String) throws -> [UInt8] {
      try #require(files.first { $0.name == name }?.bytes)
    }
    let result = try Draw.draw(
      DrawFiles(
        roster: try file("roster.tsv"), rules: try file("rules.tsv"), seed: try file("seed.tsv"),
        inspectors: try file("inspectors.tsv"), conflicts: try file("conflicts.tsv")))
    let fairness = try fairness(scene)
    let figures = try #require(fairness.draws.first)
    #expect(figures.strata.count == result.stages.reduce(0) { $0 + $1.strata.count })
    for (index, stratum) in result.stages.flatMap({ $0.strata }).enumerated() {
      #expect(figures.strata[index].name == stratum.name)
      #expect(figures.strata[index].records == stratum.records)
      #expect(figures.strata[index].allocated == stratum.allocated)
    }
    for stage in result.stages {
      for stratum in stage.strata where stratum.allocated > 0 {
        let last = try #require(
          stage.picks.last { $0.stratum.utf8.elementsEqual(stratum.name.utf8) })
        let shown = try #require(
          figures.strata.first { $0.stage == stage.number && $0.name == stratum.name }?.lastDrawn)
        #expect(abs(shown - Double(ticketFraction(last.ticket)) / 0x1p64) < 1e-12)
      }
    }
    #expect(figures.tickets.reduce(0, +) == figures.records)
    #expect(figures.regions.drawn.reduce(0, +) == figures.allocated)
    #expect(figures.places.drawn.reduce(0, +) == figures.allocated)
    let expected = figures.regions.expected.reduce(0, +)
    #expect(abs(expected - Double(figures.allocated)) < 1e-9)
    let load = try #require(figures.workload)
    #expect(load.people == result.roots.inspectors?.records)
    #expect(load.limit == result.load)
    #expect(load.most <= load.limit)
    #expect(load.places == result.teams.count)
    #expect(fairness.bodies == 22)
    #expect(fairness.bodiesDrawn == 5)
  }

  @Test("the pages of a published draw show its figures, and the downloads hold them")
  func pages() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    let visitor = scene.test.visitor()
    let page = try visitor.get("/public/fairness").text
    #expect(page.contains("核对结果"))
    #expect(page.contains("第 1 段（最前）"))
    #expect(page.contains("徐汇区"))
    #expect(page.contains("/public/fairness/draws/1\""))
    let one = try visitor.get("/public/fairness/draws/1").text
    #expect(one.contains("2026年度监督抽查：抽得公平吗"))
    #expect(one.contains("机动车检验"))
    #expect(try visitor.get("/public/draws/1").text.contains("/public/fairness/draws/1\""))
    let draws = try visitor.get("/public/fairness/draws.csv")
    #expect(draws.header("content-type")?.hasPrefix("text/csv") == true)
    #expect(
      try draws.text.split(separator: "\r\n").count == fairness(scene).draws[0].strata.count + 1)
    #expect(try visitor.get("/public/fairness/groups.csv").text.contains("从未被抽中过"))
    #expect(
      try visitor.get("/public/fairness/laboratory.tsv").bytes == FairnessLaboratory.bytes)
    for text in [page, one, try visitor.get("/public/fairness/groups.csv").text] {
      for inspector in ["market-1", "police-1", "expert-1"] { #expect(!text.contains(inspector)) }
    }
  }

  @Test("a second visit reads which draws there are, and no ticket")
  func memo() throws {
    let scene = try DrawScene()
    _ = try scene.drawn()
    let first = try fairness(scene)
    let spy = SpyingStore(scene.test.store)
    let second = try spy.read { try scene.test.house.fairness.fairness($0) }
    #expect(second.draws.count == first.draws.count)
    #expect(spy.statements.count == 1)
    #expect(spy.statements.allSatisfy { !String(describing: $0).contains("draw_rulers") })
  }

  @Test("the laboratory's file is read as it was written")
  func laboratory() {
    let laboratory = FairnessLaboratory.standing
    #expect(laboratory.draws == 100_000)
    #expect(laboratory.bodies.count == 60)
    #expect(laboratory.inspectors.count == 26)
    #expect(laboratory.tests.count == 14)
    #expect(laboratory.tests.allSatisfy { (1e-4...1 - 1e-4).contains($0.tail ?? 0) })
  }
}

/// Groups that were favoured are told, whatever the strata.
struct GroupTallyTests {
  @Test("expectation and variance are those of drawing without putting back")
  func hypergeometric() throws {
    var tally = GroupTally()
    // Two of four, both of the group of two: chance 1/6, expected 1, variance 1/3.
    tally.add(["a", "a", "b", "b"], seats: 2)
    #expect(tally.drawn == [2, 0])
    #expect(tally.expected == [1, 1])
    #expect(abs(tally.covariance[0][0] - 1.0 / 3) < 1e-12)
    #expect(abs(tally.covariance[0][1] + 1.0 / 3) < 1e-12)
    #expect(tally.chiSquare.degrees == 1)
    #expect(abs(tally.chiSquare.statistic - 3) < 1e-9)
  }

  @Test("a stratum drawn whole, and one of a single record, say nothing")
  func certain() {
    var tally = GroupTally()
    tally.add(["a", "b", "b"], seats: 3)
    tally.add(["a"], seats: 1)
    tally.add(["a", "b"], seats: 0)
    #expect(tally.drawn == [2, 2])
    #expect(tally.deviation(0) == nil)
    #expect(tally.chiSquare.degrees == 0)
  }

  @Test("a group that is always last in line is told")
  func bent() {
    var tally = GroupTally()
    for _ in 0..<20 {
      tally.add(
        [String](repeating: "a", count: 30) + [String](repeating: "b", count: 10), seats: 10)
    }
    #expect(tally.chiSquare.tail < 1e-6)
    #expect((tally.deviation(1) ?? 0) < -4)
  }

  @Test("tallies add up whatever the order of their groups")
  func sum() {
    var one = GroupTally()
    one.add(["a", "b", "c", "a"], seats: 2)
    var other = GroupTally()
    other.add(["c", "d", "b"], seats: 1)
    var both = one
    both.add(other)
    var turned = other
    turned.add(one)
    #expect(both.order.map { both.labels[$0] } == ["a", "b", "c", "d"])
    #expect(both.order.map { both.drawn[$0] } == turned.order.map { turned.drawn[$0] })
    #expect(abs(both.chiSquare.statistic - turned.chiSquare.statistic) < 1e-9)
  }

  @Test("groups beyond the limit are put together")
  func many() {
    var tally = GroupTally()
    tally.add((0..<1_000).map { "g\($0)" }, seats: 100)
    #expect(tally.labels.count == GroupTally.limit + 1)
    #expect(tally.drawn.reduce(0, +) == 100)
  }

  @Test(
    "numbers are written out without rounding twice",
    arguments: [(0.0499, 3, "0.050"), (-1.5, 2, "−1.50"), (-0.001, 2, "0.00"), (12, 0, "12")])
  func decimals(_ value: Double, _ digits: Int, _ text: String) {
    #expect(FairnessWords.decimal(value, digits) == text)
  }
}
