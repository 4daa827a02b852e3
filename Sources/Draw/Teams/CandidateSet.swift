/// Inspectors who may be placed in a group: the words of an `InspectorSet` that are not zero.
///
/// A set of few inspectors among many is as cheap to walk through as it is small.
struct CandidateSet: Hashable, Sendable {
  /// Indices of the words, ascending.
  let indices: [Int32]
  let words: [UInt64]
  let count: Int

  init(_ set: InspectorSet) {
    var indices: [Int32] = []
    var words: [UInt64] = []
    var count = 0
    for (index, word) in set.words.enumerated() where word != 0 {
      indices.append(Int32(index))
      words.append(word)
      count += word.nonzeroBitCount
    }
    self.indices = indices
    self.words = words
    self.count = count
  }

  func contains(_ inspector: Int) -> Bool {
    let index = Int32(inspector >> 6)
    let place = partition(0..<indices.count) { indices[$0] < index }
    guard place < indices.count, indices[place] == index else { return false }
    return words[place] &>> UInt64(inspector & 63) & 1 != 0
  }

  /// How many members are not in `other`.
  func count(outside other: InspectorSet) -> Int {
    var count = 0
    for place in words.indices {
      count &+= (words[place] & ~other.words[Int(indices[place])]).nonzeroBitCount
    }
    return count
  }

  func formUnion(into other: inout InspectorSet) {
    for place in words.indices { other.formUnion(word: words[place], at: Int(indices[place])) }
  }
}
