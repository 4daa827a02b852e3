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

/// Makes sure that every program finds the same files in the archive, whether it goes by the
/// directory or by the headers before the contents: names that are the same in both, plain and
/// without backslash, contents stored or deflated.
///
/// A backslash is a path on one system and part of a name on another.
func refuseAmbiguous(_ bytes: [UInt8]) throws(ArchiveError) {
  let ambiguous = ArchiveError.damaged("programs would not agree what is in it")
  guard let directory = zipDirectory(of: bytes) else { throw ambiguous }
  var isPlain = true
  for entry in directory {
    let length = little(bytes, entry.record + 28, 2)
    let name = bytes[(entry.record + 46)...].prefix(length)
    if hasBackslash(name) { throw .unsafeName(String(decoding: name, as: UTF8.self)) }
    isPlain =
      isPlain && [0, 8].contains(little(bytes, entry.record + 10, 2))
      && little(bytes, entry.header + 26, 2) == length
      && max(entry.record + 46, entry.header + 30) + length <= bytes.count
      && name == bytes[(entry.header + 30)...].prefix(length) && !name.contains(0)
  }
  if !isPlain { throw ambiguous }
}

/// Whether a backslash stands in the name that is not the second half of a character in GB18030.
private func hasBackslash(_ name: ArraySlice<UInt8>) -> Bool {
  name.indices.contains { place in
    name[place] == 0x5C && (place == name.startIndex || name[place - 1] < 0x80)
  }
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
