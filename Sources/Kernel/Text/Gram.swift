/// Pieces of a text in one number each, by which an index finds the texts that hold them.
///
/// One character, two neighbouring ones, or four of a code (ASCII). No two pieces share a number:
/// a scalar has 21 bits, a pair begins at 2²¹, a piece of a code carries bit 60.
package enum Gram {
  static func one(_ scalar: Unicode.Scalar) -> Int { Int(scalar.value) }

  static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Int {
    Int(first.value) << 21 | Int(second.value)
  }

  static let codeLength = 4

  private static func code(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { $0 << 7 | Int($1.value & 0x7F) } | 1 << 60
  }

  /// Every pair with the first place it stands at.
  package static func pairs(of scalars: [Unicode.Scalar]) -> [Int: Int] {
    var places: [Int: Int] = [:]
    guard scalars.count >= 2 else { return places }
    for index in 0..<(scalars.count - 1) {
      let gram = pair(scalars[index], scalars[index + 1])
      if places[gram] == nil { places[gram] = index }
    }
    return places
  }

  /// Every single character with the first place it stands at.
  package static func ones(of scalars: [Unicode.Scalar]) -> [Int: Int] {
    var places: [Int: Int] = [:]
    for (index, scalar) in scalars.enumerated() where places[one(scalar)] == nil {
      places[one(scalar)] = index
    }
    return places
  }

  /// Every piece of four of a code with the first place it stands at.
  package static func codes(of scalars: [Unicode.Scalar]) -> [Int: Int] {
    var places: [Int: Int] = [:]
    guard scalars.count >= codeLength, scalars.allSatisfy({ $0.isASCII }) else { return places }
    for index in 0...(scalars.count - codeLength) {
      let gram = code(scalars[index..<(index + codeLength)])
      if places[gram] == nil { places[gram] = index }
    }
    return places
  }
}
