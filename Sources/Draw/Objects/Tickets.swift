/// Tickets of objects: who is drawn is decided by the smallest.
///
/// Rule: mingcha-draw-1 §2. Label and key fill one block, which is hashed once for all tickets.
struct ObjectTickets: Sendable {
  private let prefix: HashPrefix
  private var message = Message()

  init(_ suite: Suite, key: Digest) {
    prefix = .init(suite, label: "mingcha-draw-1/ticket", key: key)
  }

  /// The tickets of many objects in one stage.
  ///
  /// - Parameter stage: number of the stage, from 1.
  /// - Returns: what hashes ids, each a range of the bytes of the roster.
  func batch(stage: Int) -> MessageBatch {
    var head = Message()
    head.u16(stage)
    return MessageBatch(prefix: prefix, head: head.bytes, hasLength: true)
  }

  /// - Parameter stage: number of the stage, from 1.
  mutating func ticket(stage: Int, object id: ArraySlice<UInt8>) -> Digest {
    message.truncate(to: 0)
    message.u16(stage)
    message.u8(id.count)
    message.raw(id)
    return prefix.digest(of: message.bytes)
  }
}

/// Tickets of inspectors, for one role on one object's team.
///
/// Rule: mingcha-draw-1 §2.
struct TeamTickets {
  private let prefix: HashPrefix
  private var message = Message()
  /// Length of what all tickets of this role and object begin with.
  private let commonLength: Int

  /// - Parameters:
  ///   - prefix: `TeamTickets.prefix` of the draw.
  ///   - stage: number of the stage, from 1.
  init(_ prefix: HashPrefix, stage: Int, object id: ArraySlice<UInt8>, role: [UInt8]) {
    self.prefix = prefix
    message.u16(stage)
    message.u8(id.count)
    message.raw(id)
    message.lp(role)
    commonLength = message.bytes.count
  }

  static func prefix(_ suite: Suite, key: Digest) -> HashPrefix {
    HashPrefix(suite, label: "mingcha-draw-1/team", key: key)
  }

  /// The tickets of many inspectors, each id a range of the bytes of their file.
  var batch: MessageBatch {
    MessageBatch(prefix: prefix, head: [UInt8](message.bytes[..<commonLength]), hasLength: false)
  }

  mutating func ticket(inspector id: ArraySlice<UInt8>) -> Digest {
    message.truncate(to: commonLength)
    message.raw(id)
    return prefix.digest(of: message.bytes)
  }
}

extension HashPrefix {
  fileprivate init(_ suite: Suite, label: String, key: Digest) {
    var message = Message()
    message.label(label)
    message.raw(key)
    self.init(suite, beginning: message.bytes)
  }
}

/// The first eight bytes of many tickets as numbers, shape `[ids]`.
///
/// - Parameters:
///   - ids: ranges of `bytes`, of at most 50 bytes.
///   - stage: from 1.
///   - seed: `K` of the draw, 32 bytes.
///   - kernel: one that is available for the suite; the fastest if nil.
package func ticketFractions(
  of ids: [Range<Int>], in bytes: [UInt8], stage: Int, seed: [UInt8], _ suite: Suite,
  with kernel: Kernel? = nil
) -> [UInt64] {
  var message = Message()
  message.label("mingcha-draw-1/ticket")
  message.raw(seed)
  var head = Message()
  head.u16(stage)
  let batch = MessageBatch(
    prefix: HashPrefix(suite, beginning: message.bytes), head: head.bytes, hasLength: true)
  var fractions: [UInt64] = []
  fractions.reserveCapacity(ids.count)
  var digests: [Digest] = []
  for start in stride(from: 0, to: ids.count, by: 4096) {
    batch.digests(
      of: Array(ids[start..<min(start + 4096, ids.count)]), in: bytes[...], into: &digests,
      with: kernel)
    for digest in digests { fractions.append(digest.first) }
  }
  return fractions
}

/// The first eight bytes of a ticket as a number: its place on a ruler from 0 to 2⁶⁴ − 1.
package func ticketFraction(_ ticket: [UInt8]) -> UInt64 {
  ticket.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
}
