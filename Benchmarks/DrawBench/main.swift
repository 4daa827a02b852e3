internal import Glibc

// Measures parts of the draw that no command shows by themselves, and makes its large inputs.
//
//     DrawBench tickets < IDS                 tickets per second, for each suite and kernel
//     DrawBench folder DIR N strata|plain     a draw folder with N records
//     DrawBench teams DIR OBJECTS INSPECTORS  a draw folder with three roles for every object

let words = Array(CommandLine.arguments.dropFirst())
switch (words.first, words.count) {
case ("tickets", 1):
  var ids: [UInt8] = []
  while let line = readLine(strippingNewline: false) { ids += line.utf8 }
  measureTickets(of: ids)
case ("folder", 4):
  guard let records = Int(words[2]),
    writeFolder(words[1], records: records, isStratified: words[3] == "strata")
  else { exit(1) }
case ("teams", 4):
  guard let objects = Int(words[2]), let inspectors = Int(words[3]),
    writeTeamsFolder(words[1], objects: objects, inspectors: inspectors)
  else { exit(1) }
default:
  print("usage: DrawBench tickets < IDS | folder DIR N strata|plain | teams DIR OBJECTS INSPECTORS")
  exit(2)
}
