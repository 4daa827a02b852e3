/// Where a ZIP tells about one of its entries.
struct ZipEntryPlaces {
  /// In the directory at the end.
  let record: Int
  /// Before the content.
  let header: Int
}

/// Every entry in the order of the directory; nil if the directory is not whole.
func zipDirectory(of bytes: [UInt8]) -> [ZipEntryPlaces]? {
  guard let end = endRecord(of: bytes) else { return nil }
  var places: [ZipEntryPlaces] = []
  var record = little(bytes, end + 16, 4)
  for _ in 0..<little(bytes, end + 10, 2) {
    guard record + 46 <= end, little(bytes, record, 4) == 0x0201_4B50 else { return nil }
    let header = little(bytes, record + 42, 4)
    guard header + 30 <= end, little(bytes, header, 4) == 0x0403_4B50 else { return nil }
    places.append(ZipEntryPlaces(record: record, header: header))
    record +=
      46 + little(bytes, record + 28, 2) + little(bytes, record + 30, 2)
      + little(bytes, record + 32, 2)
  }
  return record <= end ? places : nil
}

/// Whether every program finds the same files in the archive, whether it goes by the directory or by
/// the headers before the contents: names that are the same in both and plain, contents stored or
/// deflated.
func isPlain(_ bytes: [UInt8]) -> Bool {
  guard let directory = zipDirectory(of: bytes) else { return false }
  return directory.allSatisfy { entry in
    let length = little(bytes, entry.record + 28, 2)
    guard [0, 8].contains(little(bytes, entry.record + 10, 2)),
      little(bytes, entry.header + 26, 2) == length,
      max(entry.record + 46, entry.header + 30) + length <= bytes.count
    else { return false }
    let name = bytes[(entry.record + 46)...].prefix(length)
    return name == bytes[(entry.header + 30)...].prefix(length) && !name.contains(0)
  }
}

/// A name with a backslash that is not the second half of a character in GB18030: a path on one
/// system, a name on another.
func nameWithBackslash(_ bytes: [UInt8]) -> String? {
  for entry in zipDirectory(of: bytes) ?? [] {
    let name = bytes[(entry.record + 46)...].prefix(little(bytes, entry.record + 28, 2))
    let isPath = name.indices.contains { place in
      name[place] == 0x5C && (place == name.startIndex || name[place - 1] < 0x80)
    }
    if isPath { return String(decoding: name, as: UTF8.self) }
  }
  return nil
}

/// Where the last record of the archive begins: nothing follows it.
private func endRecord(of bytes: [UInt8]) -> Int? {
  let place = bytes.count - 22
  let isThere =
    place >= 0 && little(bytes, place, 4) == 0x0605_4B50 && little(bytes, place + 20, 2) == 0
  return isThere ? place : nil
}

func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
  (0..<count).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
}
