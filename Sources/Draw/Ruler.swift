/// The tickets of one stratum of a stage, for showing why just these records were drawn.
package struct StratumRuler: Sendable {
  package let stratum: String
  package let allocated: Int
  /// All records of the pool in this stratum, in ticket order; the first `allocated` are drawn.
  package let records: [RulerRecord]
}

package struct RulerRecord: Sendable {
  package let object: String
  package let ticket: [UInt8]
  package let isDrawn: Bool
}

/// The tickets of every record in the pool of a stage, drawn or not, stratum by stratum.
///
/// - Parameter stage: number of the stage, from 1; an unknown one has no strata.
/// - Throws: `Refusal` if roster, rules, seed, inspectors or conflicts are refused; teams and
///   amendments play no part.
package func ruler(_ files: DrawFiles, stage: Int) throws(Refusal) -> [StratumRuler] {
  let survey = try Survey(files.frozen)
  let key = try Seed(files.seed).key(survey.roots, survey.terms.rules.suite)
  let (frozen, objects) = try survey.drawAll(files.roster, key: key)
  let stages = objects.stages
  guard stages.indices.contains(stage - 1) else { return [] }
  return stages[stage - 1].strata.map { stratum in
    StratumRuler(
      stratum: stratum.name.text, allocated: stratum.allocated,
      records: stratum.queue.enumerated().map { place, object in
        RulerRecord(
          object: frozen.roster.id(object.record).text, ticket: object.ticket.bytes,
          isDrawn: place < stratum.allocated)
      })
  }
}

/// The ticket of one object in one stage, 32 bytes.
///
/// - Parameters:
///   - id: 1 to 50 bytes.
///   - stage: from 1.
///   - seed: `K` of the draw, 32 bytes.
package func ticket(
  for id: String, stage: Int, seed: [UInt8], _ suite: Suite
) -> [UInt8] {
  var message = Message()
  message.label("mingcha-draw-1/ticket")
  message.raw(seed)
  message.u16(stage)
  message.u8(id.utf8.count)
  message.raw([UInt8](id.utf8))
  return message.digest(suite).bytes
}
