/// Inspectors who may be placed in a group: the words of an `InspectorSet` that are not zero.
///
/// A set of few inspectors among many is as cheap to walk through as it is small.
struct CandidateSet: Hashable, Sendable {
  /// Indices of the words, ascending.
  private(set) var indices: [Int32] = []
  private(set) var words: [UInt64] = []
  private(set) var count = 0

  init() {}

  init(_ set: InspectorSet) {
    for (index, word) in set.words.enumerated() where word != 0 {
      indices.append(Int32(index))
      words.append(word)
      count += word.nonzeroBitCount
    }
  }

  /// Adds an inspector after those added before, or the last one once more.
  mutating func append(_ inspector: Int) {
    let index = Int32(inspector >> 6)
    let bit: UInt64 = 1 &<< UInt64(inspector & 63)
    if let last = indices.last, last == index {
      if words[words.count - 1] & bit == 0 { count += 1 }
      words[words.count - 1] |= bit
    } else {
      indices.append(index)
      words.append(bit)
      count += 1
    }
  }

  /// How many members are not in `other`.
  func count(outside other: InspectorSet) -> Int {
    var count = 0
    for place in words.indices {
      count &+= (words[place] & ~other.words[Int(indices[place])]).nonzeroBitCount
    }
    return count
  }

  func forEachMember(_ body: (Int) -> Void) {
    for place in words.indices {
      words[place].forEachBit { body(Int(indices[place]) &* 64 &+ $0) }
    }
  }

  func formUnion(into other: inout InspectorSet) {
    for place in words.indices { other.formUnion(word: words[place], at: Int(indices[place])) }
  }
}
