internal import Dispatch
internal import Draw
internal import Synchronization

/// One reading of a roster file by several threads: they take pieces, the caller takes what they
/// made of them, in order.
final class SharedReading<Part: Sendable>: Sendable {
  private struct State {
    var reader: PieceReader
    /// Pieces taken by a thread so far.
    var taken = 0
    /// Parts handed to the caller so far.
    var given = 0
    /// Parts that are done and not yet handed over, by number.
    var done: [Int: Part] = [:]
    var failure: Refusal?
    var isAtEnd = false
  }

  private let state: Mutex<State>
  /// Signalled when a piece may be begun; bounds the pieces under way.
  private let room = DispatchSemaphore(value: 0)
  /// Signalled when a part is done or there are no more pieces.
  private let news = DispatchSemaphore(value: 0)

  /// - Parameter window: how many pieces may be under way or wait to be handed over.
  init(_ reader: PieceReader, window: Int) {
    state = Mutex(State(reader: reader))
    for _ in 0..<window { room.signal() }
  }

  /// What each thread does.
  func work(_ work: (Piece) -> Part) {
    while let (number, piece) = take() {
      let part = work(piece)
      state.withLock { $0.done[number] = part }
      news.signal()
    }
    // The others are waiting for room too.
    room.signal()
    news.signal()
  }

  /// The next part in order; nil after the last.
  func next() throws(Refusal) -> Part? {
    while true {
      let (part, isOver, failure) = state.withLock { state in
        let part = state.done.removeValue(forKey: state.given)
        if part != nil { state.given += 1 }
        return (part, state.isAtEnd && state.given == state.taken, state.failure)
      }
      if let part {
        room.signal()
        return part
      }
      if isOver {
        if let failure { throw failure }
        return nil
      }
      news.wait()
    }
  }

  /// Lets no further piece be begun.
  func end(threads: Int) {
    state.withLock { $0.isAtEnd = true }
    for _ in 0..<threads { room.signal() }
  }

  private func take() -> (Int, Piece)? {
    room.wait()
    return state.withLock { state in
      if state.isAtEnd { return nil }
      do throws(Refusal) {
        if let piece = try state.reader.next() {
          state.taken += 1
          return (state.taken - 1, piece)
        }
      } catch {
        state.failure = error
      }
      state.isAtEnd = true
      return nil
    }
  }
}
