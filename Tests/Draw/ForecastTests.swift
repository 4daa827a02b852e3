import Draw
import Testing

struct ForecastTests {
  @Test(
    "roots and rules hash of the forecast are those of the draw",
    arguments: Vector.all.filter { $0.transcript != nil })
  func roots(_ vector: Vector) throws {
    let forecast = try forecast(vector.files.frozen)
    let result = try draw(vector.files)
    #expect(forecast.roots.roster.root == result.roots.roster.root)
    #expect(forecast.roots.rulesHash == result.roots.rulesHash)
    #expect(forecast.roots.inspectors?.root == result.roots.inspectors?.root)
    #expect(forecast.roots.conflicts?.root == result.roots.conflicts?.root)
    #expect(forecast.stages.count == result.stages.count)
  }

  @Test(
    "a stage forecast as exact comes out exactly so",
    arguments: Vector.all.filter { $0.transcript != nil })
  func exact(_ vector: Vector) throws {
    let forecast = try forecast(vector.files.frozen)
    let result = try draw(vector.files)
    for (before, after) in zip(forecast.stages, result.stages) where before.isExact {
      #expect(before.pool == after.pool)
      #expect(before.quota == after.quota)
      #expect(before.shortfall == after.shortfall)
      #expect(before.strata.map(\.name) == after.strata.map(\.name))
      #expect(before.strata.map(\.records) == after.strata.map(\.records))
      #expect(before.strata.map(\.allocated) == after.strata.map(\.allocated))
    }
    #expect(forecast.stages[0].isExact)
  }

  @Test("a stage that overlaps an earlier one is forecast before exclusion, and not as exact")
  func overlapping() throws {
    let files = FrozenFiles(
      roster: file(["id class", "A a", "B a", "C b"]),
      rules: rules([
        "stage s", "where class a", "count 1", "stage t", "rate 10000", "stage u",
        "where class b", "count 1",
      ]))
    let stages = try forecast(files).stages
    #expect(stages.map(\.isExact) == [true, false, false])
    #expect(stages.map(\.pool) == [2, 3, 1])
    #expect(stages.map(\.quota) == [1, 3, 1])
  }

  @Test("roles tell how many inspectors fit and for which objects they cannot be filled")
  func roles() throws {
    let files = FrozenFiles(
      roster: file(["id domain", "A p", "B q"]),
      rules: rules(["stage s", "count 1", "role m 1", "where department m", "share domain"]),
      inspectors: file(["id department domain", "i1 m p", "i2 m p", "i3 x q"]))
    let role = try #require(try forecast(files).stages.first?.roles.first)
    #expect(role.fitting == 2)
    #expect(role.fewestCandidates == 0)
    #expect(role.impossibleObjects == ["B"])
  }

  @Test(
    "what is wrong with the frozen files is refused before the freeze with the same words",
    arguments: Vector.all.filter { $0.transcript == nil })
  func refused(_ vector: Vector) throws {
    let inDraw = try #require(refusal { () throws(Refusal) in _ = try draw(vector.files) })
    let before = refusal { () throws(Refusal) in _ = try forecast(vector.files.frozen) }
    let needsSeed =
      ["seed.tsv", "amendments.tsv"].contains(inDraw.file)
      || vector.name == "32-assignment-impossible"
    #expect(before == (needsSeed ? nil : inDraw))
  }
}
