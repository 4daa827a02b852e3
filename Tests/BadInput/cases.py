"""What people hand in that is no draw: one table of cases.

Every case changes a copy of a small draw that is verified as it is, and says what a verifier must
answer: the exit status, and for a refusal the file and line it names. `ZIP` stands for the archive
itself, `FOLDER` for the folder.
"""
import dataclasses
import os
import pathlib
import struct
import zipfile
import zlib
from typing import Callable

VECTOR = pathlib.Path(__file__).resolve().parents[1] / "Draw" / "Vectors" / "60-recusal-chain"
ROSTER, RULES, SEED = "roster.tsv", "rules.tsv", "seed.tsv"
INSPECTORS, CONFLICTS, AMENDMENTS = "inspectors.tsv", "conflicts.tsv", "amendments.tsv"
TRANSCRIPT = "transcript.txt"
TABLES = (ROSTER, SEED, INSPECTORS, CONFLICTS, AMENDMENTS)
INPUTS = (*TABLES, RULES)
GIB = 1 << 30


@dataclasses.dataclass
class Case:
    name: str
    #: Changes the folder; returns what is handed in: the folder itself if None.
    make: Callable[[pathlib.Path], pathlib.Path | None]
    #: `verified`, `differs`, or the place a refusal names; several if verifiers may part.
    answers: tuple[str, ...]
    #: Whether a browser can be given such a thing.
    browser: bool = True
    #: Sizes to pretend, by file name, where a browser would get a file too large to make.
    sizes: dict[str, int] = dataclasses.field(default_factory=dict)


CASES: list[Case] = []


def case(name, *answers, browser=True, sizes=None):
    def add(make):
        CASES.append(Case(name, make, answers, browser, sizes or {}))
        return make
    return add


def each(names, name, answer, change, browser=True):
    """The same change of several files; `{}` stands for the file."""
    for file in names:
        def make(folder, file=file):
            change(folder / file)
        CASES.append(Case(name.format(file), make, (answer.format(file),), browser))


def lines(path):
    return path.read_bytes().splitlines(keepends=True)


def conflicts(folder):
    """The small draw has none."""
    (folder / CONFLICTS).write_bytes(b"inspector\tobject\ni1\tT5\n")


# ---- Sizes -----------------------------------------------------------------------------------


@case("64 GiB of NUL as roster", "roster.tsv:1", browser=False)
def _(folder):
    os.truncate(folder / ROSTER, 0)
    os.truncate(folder / ROSTER, 64 * GIB)


@case("a good roster followed by 64 GiB of NUL", "roster.tsv:8", browser=False)
def _(folder):
    os.truncate(folder / ROSTER, 64 * GIB)


@case("a roster of 100 MB that is well formed to its last line", "roster.tsv:2000002",
      browser=False)
def _(folder):
    with open(folder / ROSTER, "wb") as file:
        file.write(b"id\tclass\tdomains\n")
        for start in range(0, 2_000_000, 50_000):
            file.write(b"".join(b"N%09d\t" % number + b"a" * 36 + b"\tp\n"
                                for number in range(start, start + 50_000)))
        file.write(b"N000000000\ta\tp\n")


def grow(path):
    path.touch()
    os.truncate(path, 64 * GIB)


each((RULES, SEED, INSPECTORS, CONFLICTS, AMENDMENTS, TRANSCRIPT), "64 GiB of {}", "{}", grow,
     browser=False)
CASES.append(Case("64 GiB chosen in a browser", lambda folder: None, ("roster.tsv",),
                  sizes={ROSTER: 64 * GIB}))


def long_first_line(path):
    path.write_bytes(b"x" * 10_000_000 + b"\n")


def long_last_line(path):
    if not path.exists():
        conflicts(path.parent)
    path.write_bytes(path.read_bytes() + b"y" * 10_000_000)


each(INPUTS, "a first line of 10 MB in {}", "{}:1", long_first_line)
for file, line in ((ROSTER, 8), (RULES, 8), (SEED, 3), (INSPECTORS, 7), (CONFLICTS, 3),
                   (AMENDMENTS, 4)):
    each((file,), "a last line of 10 MB in {}", f"{{}}:{line}", long_last_line)
each((TRANSCRIPT,), "a line of 10 MB in {}", "differs", long_last_line)


@case("a million columns in a header", "roster.tsv:1")
def _(folder):
    (folder / ROSTER).write_bytes(b"id\t" + b"\t".join(b"%d" % n for n in range(1_000_000)) + b"\n")


@case("a million columns in a row", "roster.tsv:3")
def _(folder):
    rows = lines(folder / ROSTER)
    rows[2] = b"T1\t" + b"\t".join([b"a"] * 1_000_000) + b"\n"
    (folder / ROSTER).write_bytes(b"".join(rows))


@case("as many columns as a line holds, all called alike", "roster.tsv:1")
def _(folder):
    (folder / ROSTER).write_bytes(b"id\t" + b"\t".join([b"a"] * 32_000) + b"\n")


@case("twelve thousand columns in a thousand rows", "differs", browser=False)
def _(folder):
    rows = [b"id\tclass\tdomains\t" + b"\t".join(b"%d" % n for n in range(12_000)) + b"\n"]
    rows += [b"T%03d\ta\tp,q,r\t" % n + b"\t".join([b"-"] * 12_000) + b"\n" for n in range(1_000)]
    (folder / ROSTER).write_bytes(b"".join(rows))


@case("a field of sixty thousand values", "differs")
def _(folder):
    rows = lines(folder / ROSTER)
    rows[1] = b"T0\ta\tp" + b",q" * 30_000 + b"\n"
    (folder / ROSTER).write_bytes(b"".join(rows))


@case("seventy thousand stages", "rules.tsv:131074", "rules.tsv")
def _(folder):
    head = b"".join(lines(folder / RULES)[:3])
    (folder / RULES).write_bytes(
        head + b"".join(b"stage\t%d\ncount\t1\n" % n for n in range(70_000)))


@case("nothing but line feeds", "roster.tsv:1")
def _(folder):
    (folder / ROSTER).write_bytes(b"\n" * 10_000_000)


@case("nothing but tabs", "inspectors.tsv:1")
def _(folder):
    (folder / INSPECTORS).write_bytes(b"\t" * 10_000_000)


# ---- Numbers ---------------------------------------------------------------------------------

WRONG_COUNTS = (b"99999999999999999999", b"1000000001", b"18446744073709551620", b"-1", b"+1",
                b"01", b"1.0", b"1e3", b"0x10", b" 1", b"1 ", b"1_000", "１".encode(),
                "٣".encode(), b"9" * 60_000)


def rule(*replacements):
    """Lines of the rules, by number, replaced."""
    def make(folder):
        rules = lines(folder / RULES)
        for number, line in replacements:
            rules[number - 1] = line + b"\n"
        (folder / RULES).write_bytes(b"".join(rules))
    return make


for number in WRONG_COUNTS:
    CASES.append(Case(f"count {number.decode()[:24]}", rule((5, b"count\t" + number)),
                      ("rules.tsv:5",)))
for line in (b"rate\t0", b"rate\t10001", b"rate\t4294967297"):
    CASES.append(Case(line.decode(), rule((5, line)), ("rules.tsv:5",)))
for line in (b"weight\ta\t0", b"weight\ta\t1001", b"weight\ta\t" + b"1" * 30_000, b"minimum\t0",
             b"minimum\t1001"):
    CASES.append(Case(line.decode()[:24], rule((5, b"count\t1\nstratify\tclass\n" + line)),
                      ("rules.tsv:7",)))
for line in (b"role\tm\t0", b"role\tm\t10", b"role\tm\t99999999999999999999"):
    CASES.append(Case(line.decode(), rule((6, line)), ("rules.tsv:6",)))
CASES.append(Case("a share of 30 000 digits", rule((7, b"share\t" + b"7" * 30_000)),
                  ("rules.tsv:7",)))


# ---- Form ------------------------------------------------------------------------------------

each((ROSTER, RULES, SEED, INSPECTORS, AMENDMENTS), "carriage returns in {}", "{}:1",
     lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")))
each((ROSTER, RULES, SEED, INSPECTORS, AMENDMENTS), "a byte order mark in {}", "{}:1",
     lambda path: path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes()))
each((TRANSCRIPT,), "carriage returns in {}", "differs",
     lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")))
each((TRANSCRIPT,), "a byte order mark in {}", "differs",
     lambda path: path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes()))
each(INPUTS, "an empty {}", "{}", lambda path: path.write_bytes(b""))
each((TRANSCRIPT,), "an empty {}", "differs", lambda path: path.write_bytes(b""))
each((ROSTER, RULES, SEED, TRANSCRIPT), "no {}", "{}", lambda path: path.unlink())
each((INSPECTORS,), "no {}", "differs", lambda path: path.unlink())
each((AMENDMENTS,), "no {}", "differs", lambda path: path.unlink())
for name, what in (("UTF-16", "i\0d\0\n\0".encode()), ("half a character", b"id\xe4\xb8\n"),
                   ("a surrogate", b"id\xed\xa0\x80\n"), ("an overlong slash", b"id\xc0\xaf\n"),
                   ("beyond Unicode", b"id\xf4\x90\x80\x80\n"), ("DEL", b"id\x7f\n"),
                   ("an escape", b"id\x1b[2J\n"), ("no line feed", b"id")):
    each((ROSTER, INSPECTORS), name + " in {}", "{}:1",
         lambda path, what=what: path.write_bytes(what))


@case("conflicts without inspectors", "conflicts.tsv", "differs")
def _(folder):
    conflicts(folder)
    (folder / INSPECTORS).unlink()


@case("conflicts nobody was told of", "differs")
def _(folder):
    conflicts(folder)


def first_line(line):
    def make(folder):
        rest = lines(folder / TRANSCRIPT)[1:]
        (folder / TRANSCRIPT).write_bytes(b"".join([line, *rest]))
    return make


for line in (b"draw\tmingcha-draw-2\tsha256\n", b"draw\tmingcha-draw-10\tsha256\n",
             b"draw\tmingcha-draw-1 \tsha256\n", b"draw\t" + b"2" * 1_000_000 + b"\tsha256\n"):
    CASES.append(Case(f"a transcript of {line.decode()[5:25].strip()}", first_line(line),
                      ("transcript.txt:1",)))
for line in (b"draw\tmingcha-draw-1\tsha512\n", b"draw\n", b"\n", b"draw mingcha-draw-2 sha256\n"):
    CASES.append(Case(f"a transcript that begins {line!r}", first_line(line), ("differs",)))


@case("an empty folder", ROSTER)
def _(folder):
    for file in folder.iterdir():
        file.unlink()


@case("a transcript after a byte order mark", "differs")
def _(folder):
    (folder / TRANSCRIPT).write_bytes(b"\xef\xbb\xbf" + (folder / TRANSCRIPT).read_bytes())


@case("a picture as transcript", "differs")
def _(folder):
    (folder / TRANSCRIPT).write_bytes(bytes(range(256)) * 1000)


# ---- What stands in the folder ---------------------------------------------------------------


@case("a folder that is not there", "FOLDER", browser=False)
def _(folder):
    return folder / "nowhere"


@case("a text file instead of a folder", "FOLDER", browser=False)
def _(folder):
    return folder / ROSTER


def directory(path):
    path.unlink()
    path.mkdir()


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def device(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def loop(path):
    path.unlink()
    path.symlink_to(path.name)


def nowhere(path):
    path.unlink()
    path.symlink_to("nowhere")


PRESENT = (ROSTER, RULES, SEED, INSPECTORS, AMENDMENTS, TRANSCRIPT)
each(PRESENT, "a folder called {}", "{}", directory, browser=False)
each(PRESENT, "a pipe called {}", "{}", pipe, browser=False)
each(PRESENT, "a device called {}", "{}", device, browser=False)
each(PRESENT, "a link to itself called {}", "{}", loop, browser=False)
each((ROSTER, RULES, SEED, TRANSCRIPT), "a link to nowhere called {}", "{}", nowhere,
     browser=False)
if os.geteuid() != 0:
    each(PRESENT, "a {} nobody may read", "{}", lambda path: path.chmod(0), browser=False)


@case("files linked from elsewhere", "verified", browser=False)
def _(folder):
    (folder / "kept").mkdir()
    (folder / ROSTER).rename(folder / "kept" / ROSTER)
    (folder / ROSTER).symlink_to("kept/" + ROSTER)


@case("other things in the folder", "verified", browser=False)
def _(folder):
    (folder / "roster.tsv.bak").write_bytes(b"\0" * 100)
    (folder / "ROSTER.TSV").write_bytes(b"\0")
    (folder / "more").mkdir()
    (folder / "more" / RULES).write_bytes(b"\0")
    os.mkfifo(folder / "pipe")
    (folder / "huge").touch()
    os.truncate(folder / "huge", 64 * GIB)


@case("other files chosen too", "verified")
def _(folder):
    (folder / "roster.tsv.bak").write_bytes(b"\0" * 100)
    (folder / "ROSTER.TSV").write_bytes(b"\0")


# ---- Archives --------------------------------------------------------------------------------


def packed(folder, name="draw.zip", prefix="", method=zipfile.ZIP_DEFLATED, more=(), without=()):
    """The folder as a ZIP in a folder of its own; `more`: (name or ZipInfo, bytes)."""
    path = folder / "packed" / name
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for file in sorted(folder.iterdir()):
            if file.is_file() and file.name not in without:
                archive.write(file, prefix + file.name)
        for entry, content in more:
            archive.writestr(entry, content)
    return path


def entry(name, mode=0o100644, flags=0):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    info.flag_bits = flags
    return info


def archive(name, *answers, **options):
    """A ZIP of the draw, packed with these options."""
    CASES.append(Case(name, lambda folder: packed(folder, **options), answers))


archive("a ZIP", "verified")
archive("a ZIP, stored", "verified", method=zipfile.ZIP_STORED)
archive("a ZIP with all in one folder", "verified", prefix="第7号抽取/")
archive("a ZIP packed with LZMA", "ZIP", method=zipfile.ZIP_LZMA)
archive("a ZIP packed with bzip2", "ZIP", method=zipfile.ZIP_BZIP2)
archive("a ZIP in a ZIP", "verified", more=[("inner.zip", b"PK\x03\x04" + b"\0" * 1000)])
archive("an empty folder in a ZIP", "verified", more=[(entry("empty/", 0o40755), b"")])
archive("nested paths in a ZIP", "ZIP", prefix="a/b/")
archive("two folders in a ZIP", "ZIP", prefix="a/", more=[("b/x.txt", b"x")])
archive("a file beside the folder in a ZIP", "ZIP", prefix="a/", more=[("x.txt", b"x")])
archive("a folder beside the files in a ZIP", "ZIP", more=[("a/roster.tsv", b"x")])
for path in ("../x", "/etc/x", "a/../../x", "C:\\x", "..\\x", "a\\b", ".."):
    archive(f"{path} in a ZIP", "ZIP", more=[(path, b"x")])
archive("a link in a ZIP", "ZIP", more=[(entry("conflicts.tsv", 0o120777), b"/etc/passwd")])
archive("a device in a ZIP", "ZIP", more=[(entry("conflicts.tsv", 0o020666), b"")])
archive("a hundred and one files in a ZIP", "ZIP", more=[(f"{n}", b"") for n in range(101)])
archive("no roster in a ZIP", "roster.tsv", without=[ROSTER])
archive("no transcript in a ZIP", "transcript.txt", without=[TRANSCRIPT])
archive("a roster in capitals in a ZIP", "roster.tsv", without=[ROSTER], more=[("ROSTER.TSV", b"")])


@case("a file twice in a ZIP", "ZIP")
def _(folder):
    path = packed(folder)
    with zipfile.ZipFile(path, "a") as archive:
        info = entry("Roster.tsv")
        archive.writestr(info, b"id\n")
    path.write_bytes(path.read_bytes().replace(b"Roster.tsv", b"roster.tsv"))
    return path


@case("an encrypted file in a ZIP", "ZIP")
def _(folder):
    path = packed(folder, method=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flags] |= 1
    path.write_bytes(content)
    return path


@case("an empty ZIP", "roster.tsv", "ZIP", "transcript.txt")
def _(folder):
    path = folder / "packed" / "draw.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w"):
        pass
    return path


def spoilt(name, *answers):
    """A ZIP whose bytes are changed."""
    def add(change):
        def make(folder):
            path = packed(folder)
            path.write_bytes(change(path.read_bytes()))
            return path
        CASES.append(Case(name, make, answers))
    return add


spoilt("a ZIP cut in the middle", "ZIP")(lambda content: content[:len(content) // 2])
spoilt("a ZIP without its last byte", "ZIP")(lambda content: content[:-1])
spoilt("a ZIP without its directory", "ZIP")(lambda content: content[:content.find(b"PK\x01\x02")])
spoilt("only the head of a ZIP", "ZIP")(lambda content: content[:4])
spoilt("a ZIP with a changed byte in a file", "ZIP")(
    lambda content: content[:60] + bytes([content[60] ^ 255]) + content[61:])
spoilt("a ZIP whose directory lies elsewhere", "ZIP")(
    lambda content: content[:-6] + struct.pack("<I", 0xFFFFFF) + content[-2:])


# Programs that read the directory would see other files than those that read the headers.
spoilt("a file in a ZIP with two names", "ZIP")(
    lambda content: content.replace(b"seed.tsv", b"sold.tsv", 1))


spoilt("a ZIP with bytes before it", "ZIP")(lambda content: b"#!/bin/sh\n" + content)
spoilt("a ZIP with bytes after it", "ZIP")(lambda content: content + b"\n")
spoilt("a ZIP with a comment", "ZIP")(lambda content: content[:-2] + b"\x04\0PK\5\6")
spoilt("a ZIP with a zero in a name", "ZIP")(
    lambda content: content.replace(b"seed.tsv", b"seed\0tsv"))


def lying(folder, size, content):
    """A roster that unpacks to `content` and says that it has `size` bytes."""
    path = packed(folder, without=[ROSTER], more=[(entry(ROSTER), content)])
    raw = bytearray(path.read_bytes())
    for mark, name, place in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            if raw[at + name:at + name + 10] == ROSTER.encode():
                raw[at + place:at + place + 4] = struct.pack("<I", size)
    path.write_bytes(raw)
    return path


@case("a ZIP bomb: a gigabyte of zeros in a megabyte", "ZIP")
def _(folder):
    path = folder / "packed" / "draw.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open(entry(ROSTER), "w") as stream:
            for _ in range(1024):
                stream.write(bytes(1 << 20))
    return path


@case("a ZIP bomb that says it is small", "ZIP")
def _(folder):
    return lying(folder, 100, bytes(300 << 20))


@case("a file in a ZIP that says it is large", "ZIP")
def _(folder):
    return lying(folder, 4_000_000_000, b"id\n")


@case("a ZIP bomb of 42 kB: files that share their bytes", "ZIP", "rules.tsv")
def _(folder):
    """As bombs are made that need no nesting: many entries of the directory, one local file."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    size = 40 << 20
    data = packer.compress(bytes(size)) + packer.flush()
    check = zlib.crc32(bytes(size))
    name = b"roster.tsv"
    sizes = struct.pack("<III", check, len(data), size)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<HH", len(name), 0) + name + data
    directory = b""
    for number in range(90):
        name = b"roster.tsv" if number == 0 else b"f%08d" % number
        directory += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 90, 90, len(directory), len(local), 0)
    path = folder / "packed" / "draw.zip"
    path.parent.mkdir()
    path.write_bytes(local + directory + end)
    return path


@case("64 GiB that begin like a ZIP", "ZIP", browser=False)
def _(folder):
    path = folder / "packed" / "draw.zip"
    path.parent.mkdir()
    path.write_bytes(b"PK\x03\x04")
    os.truncate(path, 64 * GIB)
    return path


@case("broken text in a ZIP", "rules.tsv:5")
def _(folder):
    rule((5, b"count\t99999999999999999999"))(folder)
    return packed(folder)
