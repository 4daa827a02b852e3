import Draw
import Testing

/// A draw to be tampered with, and how often.
struct TamperingCase: CustomTestStringConvertible {
  let vector: String
  let suite: Draw.Suite
  let mutants: Int
  var testDescription: String { "\(vector), \(suite.rawValue)" }

  init(_ vector: String, _ suite: Draw.Suite = .sha256, mutants: Int) {
    self.vector = vector
    self.suite = suite
    self.mutants = mutants
  }

  static let all = [
    TamperingCase("60-recusal-chain", mutants: 1900),
    TamperingCase("85-load-falls-on-leaving", mutants: 1000),
    TamperingCase("60-recusal-chain", .sm3, mutants: 1900),
    TamperingCase("40-tight-assignment", mutants: 1450),
    TamperingCase("16-withdraw", .sm3, mutants: 1000),
    TamperingCase("15-rate-and-earlier", mutants: 1000),
    TamperingCase("13-take-all-strata", .sm3, mutants: 1000),
    TamperingCase("02-shanghai-amended", mutants: 250),
    TamperingCase("03-sm3", .sm3, mutants: 250),
    TamperingCase("07-datong-topup", mutants: 250),
  ]

  /// The vector; under another suite it is drawn anew, with amendments that fit.
  func published() throws -> PublishedDraw {
    let vector = try Vector.named(vector)
    var files = vector.files
    let rules = text(files.rules)
    if rules.contains("suite\t\(suite.rawValue)\n") {
      return PublishedDraw(files, transcript: try #require(vector.transcript))
    }
    files.rules = Array(
      rules.replacing("suite\tsha256\n", with: "suite\t\(suite.rawValue)\n").utf8)
    files.amendments = nil
    if files.inspectors != nil {
      files.conflicts = file(["inspector object", "i1 T0", "i5 T5", "i2 T3", "i1 T0"])
    }
    let result = try draw(files)
    var lines = ["kind object inspector reason"]
    if let place = result.teams.first {
      lines.append("inspector \(place.object) \(place.inspector) one")
    }
    if let pick = result.stages[0].picks.last { lines.append("object \(pick.object) - two") }
    files.amendments = file(lines)
    return PublishedDraw(files, transcript: try draw(files).transcript)
  }
}

@Suite("whoever changes a published draw is found out")
struct TamperingMutantTests {
  @Test("there are ten thousand mutants")
  func count() {
    #expect(TamperingCase.all.reduce(0) { $0 + $1.mutants } == 10_000)
  }

  @Test(
    "every change is detected, naming the file, and in the transcript or with a tree the line",
    arguments: TamperingCase.all)
  func mutants(_ tampering: TamperingCase) throws {
    let draw = try tampering.published()
    guard case .verified = try draw.verify() else {
      Issue.record("the draw is not verified before anything is changed")
      return
    }
    let tree = try draw.tree()
    var generator = FixedGenerator(UInt64(tampering.mutants))
    var done = 0
    var complaints: [String] = []
    while done < tampering.mutants {
      let name = try #require(draw.names.randomElement(using: &generator))
      let damage = try #require(Damage.allCases.randomElement(using: &generator))
      guard let mutant = Mutant(draw, name, damage, &generator) else { continue }
      done += 1
      if let complaint = mutant.complaint { complaints.append(complaint) }
      if let complaint = mutant.complaint(with: tree) { complaints.append(complaint) }
    }
    #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(5))")
  }

  @Test(
    "every bit of every file of a small draw counts",
    arguments: ["60-recusal-chain"])
  func everyBit(_ name: String) throws {
    let vector = try Vector.named(name)
    let draw = PublishedDraw(vector.files, transcript: try #require(vector.transcript))
    var complaints: [String] = []
    for name in draw.names {
      for place in draw[name].indices {
        for bit in 0..<8 {
          var changed = draw[name]
          changed[place] ^= 1 << UInt8(bit)
          let mutant = Mutant(
            draw, name, "bit \(bit) of byte \(place)", isOneByte: true, changed: changed)
          if let complaint = mutant?.complaint { complaints.append(complaint) }
        }
      }
    }
    #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(5))")
  }

  @Test("a refusal that a change of another file explains names the changed file")
  func explained() throws {
    let vector = try Vector.named("60-recusal-chain")
    var draw = PublishedDraw(vector.files, transcript: try #require(vector.transcript))
    draw[FileName.roster] = Array(text(draw[FileName.roster]).replacing("T3", with: "T33").utf8)
    guard case .differs(let difference) = try draw.verify() else {
      Issue.record("verified")
      return
    }
    #expect(difference.line == 3)
    #expect(difference.file == FileName.roster)
    // A transcript that does not close itself explains nothing.
    draw[FileName.transcript].removeLast()
    #expect(refusal { () throws(Refusal) in _ = try draw.verify() }?.file == FileName.amendments)
  }

  @Test("a refusal of the file that was changed stays, with its line")
  func refusedItself() throws {
    let vector = try Vector.named("60-recusal-chain")
    var draw = PublishedDraw(vector.files, transcript: try #require(vector.transcript))
    draw[FileName.amendments] = Array(
      text(draw[FileName.amendments]).replacing("T4", with: "T5").utf8)
    let refused = refusal { () throws(Refusal) in _ = try draw.verify() }
    #expect(refused?.file == FileName.amendments)
    #expect(refused?.line == 3)
  }

  @Test("a file that is taken away is named", arguments: ["02-shanghai-amended", "03-sm3"])
  func missingFile(_ name: String) throws {
    let vector = try Vector.named(name)
    let draw = PublishedDraw(vector.files, transcript: try #require(vector.transcript))
    for name in [FileName.inspectors, FileName.conflicts, FileName.amendments]
    where draw.names.contains(name) {
      var fewer = draw
      fewer.remove(name)
      guard case .differs(let difference) = try fewer.verify() else {
        Issue.record("\(name) is not missed")
        continue
      }
      #expect(difference.file == name)
    }
  }
}
