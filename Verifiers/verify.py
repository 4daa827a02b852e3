#!/usr/bin/env python3
"""Repeats a draw of mingcha-draw-1 from its published files and compares the transcript: python3 verify.py FOLDER|ZIP

Exit status 0: the same, 1: different, 2: refused or wrong usage. Python 3.11 and its standard library.
Written from the rule docs/draw-rules.md, whose sections the signs § name. Text stays bytes."""
import contextlib, hashlib, heapq, io, os, re, sys, zipfile

VERSION, LARGEST = b"mingcha-draw-1", 1 << 28  # bytes of a file
ROSTER, RULES, SEED, TRANSCRIPT = "roster.tsv", "rules.tsv", "seed.tsv", "transcript.txt"
INSPECTORS, CONFLICTS, AMENDMENTS = "inspectors.tsv", "conflicts.tsv", "amendments.tsv"
FILES = RULES, ROSTER, INSPECTORS, CONFLICTS, SEED, AMENDMENTS, TRANSCRIPT
SUITES = {b"sha256": lambda data: hashlib.sha256(data).digest(), b"sm3": lambda data: hashlib.new("sm3", data).digest()}
sys.setrecursionlimit(1_000_000)  # a chain of inspectors who change groups may be as long as there are groups

class Refused(Exception): "Input that is not well formed."
def need(holds, place, reason):  # place: a file, or `file:line`
    if not holds:
        raise Refused(f"{place}: {reason}")
def shown(text):  # what cannot be seen or is not UTF-8 appears as \xNN
    hidden = "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
    return re.sub(hidden, lambda c: re.sub("..", r"\\x\g<0>", c[0].encode().hex()), text.decode("utf-8", "backslashreplace"))

# ---- Files (§1): from their names to their bytes ----
def read(path):  # those of a draw in a folder, or in a ZIP at its top or all in one folder
    if not os.path.isdir(path):
        need(os.path.isfile(path) and os.path.getsize(path) <= LARGEST, path, "不是文件夹，也不是256 MiB以内的ZIP。")
        return unpack(path)
    here = {name: f"{path}/{name}" for name in FILES}  # a link to itself is there, one to nowhere is not
    here = {name: file for name, file in here.items() if os.path.exists(file) or os.path.islink(os.path.realpath(file))}
    for name, file in here.items():
        fits = os.path.isfile(file) and (name == ROSTER or os.path.getsize(file) <= LARGEST)
        need(fits, name, "不是256 MiB以内的普通文件，请换成由系统导出的文本文件。")
    return {name: open(file, "rb").read(LARGEST + 1) for name, file in here.items()}
def unpack(path):
    try:
        archive, raw = zipfile.ZipFile(path), open(path, "rb").read()
        entries = [entry for entry in archive.infolist() if not entry.orig_filename.endswith("/")]
        names, sizes = [entry.orig_filename for entry in entries], [entry.file_size for entry in entries]
        plain = r"((?!\.\.?/)[^/\\\x00-\x1f\x7f:]+/)?(?!\.\.?\Z)[^/\\\x00-\x1f\x7f]+"  # no way out, one folder at most
        fits = (len(archive.infolist()) <= 100 and sum(sizes) <= LARGEST and len({*names}) == len(names)
                and len({*map(os.path.dirname, names)}) < 2 and all(re.fullmatch(plain, name) for name in names)
                and all(entry.external_attr >> 28 in (0, 8) and not entry.flag_bits & 1
                        and entry.compress_type in (0, 8) for entry in entries)
                and raw[:2] == b"PK" and raw[-22:-18] == b"PK\5\6" and raw[-2:] == b"\0\0")
        need(fits, path, "应是普通的ZIP：一层文件，不加密、不重名，至多100个、256 MiB，前后没有别的内容，请重新下载。")
        contents = [archive.open(entry).read(entry.file_size + 1) for entry in entries]  # never much more
        need([*map(len, contents)] == sizes, path, "ZIP已损坏，请重新下载。")
        return dict(zip(map(os.path.basename, names), contents))
    except (Refused, MemoryError):
        raise
    except Exception:  # what zipfile raises on a damaged archive is not documented
        need(False, path, "ZIP不完整或已损坏，请重新下载。")
def rows_of(files, name):  # the fields of every line, each line checked as text
    for number, full in enumerate(io.BytesIO(files[name]), 1):
        at, line = f"{name}:{number}", full.removesuffix(b"\n")
        if full == line and len(files[name]) > LARGEST and len(line) <= 65_535:
            break  # cut here when it was read
        need(number > 1 or line[:3] != b"\xef\xbb\xbf", at, "有字节顺序标记（BOM），请去掉。")
        need(len(line) <= 65_535, at, "本行超过上限65535字节，请缩短。")
        need(not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), at, "有控制字符；换行只用LF。")
        need(b"" not in (fields := line.split(b"\t")), at, "有一列是空的，没有内容时请写“-”。")
        need(line.decode("utf-8", "ignore").encode() == line, at, "有不是UTF-8的文字，请改正。")
        need(line != full, at, "最后一行没有以LF结束，文件可能不完整，请重新导出。")
        yield fields
    need(0 < len(files[name]) <= LARGEST, name, "文件是空的，或者超过256 MiB（请改用mingcha verify）。")
class Table:  # a file with a header: `rows[0]` names the columns, `rows[n]` is record n
    def __init__(self, files, name, *head, more=True):
        self.name, self.rows, self.number = name, [], {}  # number: of the record with an id
        for n, fields in enumerate(rows_of(files, name)):
            at, id = f"{name}:{n + 1}", fields[0]
            if n == 0:
                self.columns = {column: place for place, column in enumerate(fields)}
                fits = len(self.columns) == len(fields) and (*fields[:len(head) if more else None],) == head
                need(fits, at, "首行的列名不对或重复，请改正。")
            need(len(fields) == len(self.columns), at, "列数与首行不同，请补齐或删去。")
            if n and head == (b"id",):
                fits = re.fullmatch(rb"(?!-\Z)[!-+\--~]{1,50}", id) and (n == 1 or id > self.rows[-1][0])
                need(fits, at, "编号应为1至50个可见ASCII字符，无逗号，不是“-”，不重复，按字节升序排列。")
                self.number[id] = n
            self.rows.append(fields)
    def records(self):  # each with the place to name when refusing it
        return ((f"{self.name}:{n}", fields) for n, fields in enumerate(self.rows[1:], 2))
def values(field):
    return {*field.split(b",")} - {b""} if field != b"-" else set()

# ---- Rules (§3) ----
TEXT, TEXTS, THOUSAND = rb"[^\t]+", rb"[^\t]+(\t[^\t]+)*", rb"([1-9]\d{0,2}|1000)"
CONDITION = TEXT + rb"(\t(?!-(\t|\Z))[^\t,]+)+"  # a value is not `-` and has no comma
QUOTAS = {b"count": rb"0|[1-9]\d{0,8}|1000000000", b"rate": rb"[1-9]\d{0,3}|10000", b"shortfall": TEXTS}
ONCE = {**QUOTAS, b"earlier": TEXTS, b"stratify": TEXT, b"minimum": THOUSAND}
IN_BOTH = {b"stage": TEXT, b"role": TEXT + rb"\t[1-9]", b"where": CONDITION, b"not": CONDITION}
IN_STAGE = {**IN_BOTH, **ONCE, b"weight": TEXT + rb"\t" + THOUSAND}
IN_ROLE = {**IN_BOTH, b"share": TEXT, b"avoid": TEXT}
COLUMNS = {b"where": 0, b"not": 0, b"stratify": 1, b"share": 1, b"avoid": 2}  # order of checks
class Part:  # a stage, or a role of its team; `number` is the stage's, or how many inspectors
    def __init__(self, line, name, number):
        self.at, self.name, self.number, self.roles = f"{RULES}:{line}", name, int(number), []
        self.tests, self.named, self.once = [], [], {}  # as parse_rules fills them
    def meets(self, table, fields):  # whether a record does; values asked for are not `-` or empty
        return all(wanted.isdisjoint(fields[table.columns[column]].split(b",")) == (key == b"not")
                   for _, _, key, column, wanted in self.tests if wanted)
    def finish(self):  # checks what only a whole stage shows
        self.weights, seen = {name: int(number) for key, _, name, number in self.named if key == b"weight"}, set()
        need(self.once.keys() & QUOTAS, self.at, "阶段没有名额，请写count、rate、shortfall中的一项。")
        fits = b"stratify" in self.once or not self.weights and b"minimum" not in self.once
        need(fits, self.at, "weight、minimum需要分层，请加上stratify或删去它们。")
        for key, line, name, _ in sorted(self.named, key=lambda named: named[0], reverse=True):
            need((key, name) not in seen, f"{RULES}:{line}", "与本阶段前面的一行重复，请改正。")
            seen.add((key, name))
def parse_rules(rows):  # the suite, the title and the stages by name
    for n, (key, known) in enumerate([(b"spec", [VERSION]), (b"suite", SUITES), (b"title", None)]):
        fits = rows[n:] and rows[n][0] == key and len(rows[n]) == 2 and (not known or rows[n][1] in known)
        need(fits, f"{RULES}:{n + 1}", f"这一行应为{key.decode()}和一个规定的值，请改正。")
    names, stages, stage, part = set(), {}, None, None
    for line, name in [(n, row[1]) for n, row in enumerate(rows, 1) if row[0] == b"stage" and len(row) == 2]:
        need(name not in names and len(names) < 65_535, f"{RULES}:{line}", "阶段重名，或超过65535个，请改正。")
        names.add(name)
    for line, (key, *fields) in enumerate(rows[3:], 4):
        at = f"{RULES}:{line}"
        if stage and key == b"stage":
            stage.finish()
        forms = {b"stage": TEXT} if not stage else IN_STAGE if part is stage else IN_ROLE
        fits = key in forms and re.fullmatch(forms[key], b"\t".join(fields))
        need(fits, at, f"“{shown(key)}”不能用在这里，或者后面的列数、数字、值不合规则，请改正。")
        if key == b"stage":
            stage = part = stages[fields[0]] = Part(line, fields[0], len(stages) + 1)
        if key in (b"role", b"weight"):
            stage.named.append((key, line, *fields))
        if key == b"role":
            part = Part(line, *fields)
            stage.roles.append(part)
        if key in COLUMNS:
            part.tests.append((COLUMNS[key], line, key, fields[0], set(fields[1:])))
        if key in ONCE:
            if key in (b"shortfall", b"earlier"):
                fits = len({*fields} & stages.keys() - {stage.name}) == len(fields)
            fits = fits and key not in part.once and not (key in QUOTAS and part.once.keys() & QUOTAS)
            need(fits, at, "只能写一次，count、rate、shortfall只选一项；阶段名应在前面，各一次。")
            part.once[key] = fields
    need(stages, RULES, "没有任何抽取阶段，请至少写一个stage。")
    stage.finish()
    return rows[1][1], rows[2][1], stages
# ---- Hashes (§2) ----
def label(name):
    return (VERSION + b"/" + name).ljust(32, b"\0")
def lp(*parts):
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
def root(H, table):  # an odd one out moves up a level, which gives the tree of RFC 6962
    level = [H(b"\0" + b"\t".join(fields)) for fields in table.rows] if table else [b""]
    while len(level) > 1:
        joined = [H(b"\1" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = joined + level[2 * len(joined):]
    return level[0]
# ---- The draw ----
def allocate(seats, strata, minimum):  # §4.2: seats for each stratum; `strata`: to its records and weight
    given, whole = {name: min(minimum, N) for name, (N, _) in strata.items()}, True
    if sum(given.values()) > seats:
        given = dict.fromkeys(strata, 0)
    rest = {name: (N - given[name], w) for name, (N, w) in strata.items()}
    while whole:
        left, total = seats - sum(given.values()), sum(N * w for N, w in rest.values())
        whole = [name for name, (_, w) in rest.items() if left * w >= total]
        given.update({name: given[name] + rest.pop(name)[0] for name in whole})
    shares = {name: divmod(left * N * w, total) for name, (N, w) in rest.items()}
    over = left - sum(share for share, _ in shares.values())
    for place, name in enumerate(sorted(rest, key=lambda name: (-shares[name][1], -rest[name][1], name))):
        given[name] += shares[name][0] + (place < over)
    return given
class Group:  # a role of a drawn object's team; inspectors are numbers of records
    def __init__(self, object, stage, role, candidates):
        self.object, self.stage, self.role, self.candidates, self.members = object, stage, role, candidates, set()
class Draw:  # the files of a draw, checked, and the lines of its transcript
    def __init__(self, files, head=False):  # `head`: only the first lines, which need each file by itself
        suite, title, self.stages = parse_rules(list(rows_of(files, RULES)))
        self.files, self.H, self.text, self.barred = files, SUITES[suite], [], {}
        self.roster = Table(files, ROSTER, b"id")
        self.inspectors = Table(files, INSPECTORS, b"id") if INSPECTORS in files else None
        need(head or INSPECTORS in files or CONFLICTS not in files, CONFLICTS, "没有inspectors.tsv，请补上或删去此文件。")
        conflicts = Table(files, CONFLICTS, b"inspector", b"object") if CONFLICTS in files else None
        if not head:
            self.check([*conflicts.records()] if conflicts else [])
        tables = self.roster, self.inspectors, conflicts
        hashes = [root(self.H, table) for table in tables] + [self.H(label(b"rules") + files[RULES])]
        lines = [(table.name[:-4], hash.hex(), len(table.rows) - 1) for table, hash in zip(tables, hashes) if table]
        for line in [("draw", VERSION, suite), ("title", title), lines[0], ("rules", hashes[3].hex()), *lines[1:]]:
            self.say(*line)
        with contextlib.suppress(*[Refused] * head):
            self.K = self.H(label(b"seed") + lp(*hashes) + b"".join(self.contributions()))
            self.say("seed", self.K.hex())
    def say(self, *fields):  # a line of the transcript
        fields = [field if isinstance(field, bytes) else str(field).encode() for field in fields]
        self.text.append(b"\t".join(fields) + b"\n")
    def check(self, conflicts):  # what needs more than one file
        for at, (inspector, *_) in conflicts:
            need(inspector in self.inspectors.number, at, "没有这个检查人员，请更正编号。")
        for stage in self.stages.values():
            taken = set()
            for part in [stage, *stage.roles]:
                tables = [self.roster] if part is stage else [self.inspectors, self.roster]
                need(tables[0], part.at, "角色需要检查人员，请补上inspectors.tsv。")
                for order, line, _, column, _ in sorted(part.tests, key=lambda test: test[:2]):
                    fits = all(column in table.columns for table in tables[:order + 1])
                    need(fits, f"{RULES}:{line}", "没有这一列，请更正列名或补上该列。")
            for role in stage.roles:
                role.fits = {n for n, row in enumerate(self.inspectors.rows) if n and role.meets(self.inspectors, row)}
                need(taken.isdisjoint(role.fits), role.at, "有人同时符合两个角色，请修改条件。")
                taken |= role.fits
        for at, (inspector, object, *_) in conflicts:
            need(object in self.roster.number, at, "roster.tsv中没有这个对象，请更正编号。")
            self.barred.setdefault(object, set()).add(self.inspectors.number[inspector])
        for stage in self.stages.values():  # from the id of each record it may draw to its stratum
            place = self.roster.columns.get(*stage.once.get(b"stratify", [b""]))
            stage.stratum = {fields[0]: b"-" if place is None else fields[place]
                             for fields in self.roster.rows[1:] if stage.meets(self.roster, fields)}
            need(not stage.weights or {*stage.stratum.values()} <= stage.weights.keys(), stage.at, "有一层没有weight，请补上。")
    def contributions(self):  # what each line of the seed adds to K
        seed, last = Table(self.files, SEED, b"contributor", b"kind", b"value", more=False), b""
        for at, (contributor, kind, value) in seed.records():
            need(contributor > last, at, "贡献者重复或没有按字节升序排列，请重新排序。")
            fits = kind == b"public" or kind == b"secret" and re.fullmatch(rb"[0-9a-f]{64}", value)
            need(fits, at, "种类应为public，或者secret和64个小写十六进制数字。")
            yield lp(contributor, kind, value if kind == b"public" else bytes.fromhex(value.decode()))
            last = contributor
        need(last, SEED, "没有任何随机数贡献，请至少写入一行secret或public。")
    def ticket(self, purpose, stage, object, *more):
        where = stage.number.to_bytes(2, "big") + bytes([len(object)]) + object
        return self.H(label(purpose) + self.K + where + b"".join(more))
    def transcript(self):
        self.drawn, self.counted, self.teams, self.limit = {}, set(), {}, 0  # counted: seen by `earlier`
        for stage in self.stages.values():
            self.draw_stage(stage)
        if self.inspectors:
            self.load = [0] * len(self.inspectors.rows)
            self.loose = [set() for _ in self.load]  # groups an inspector may still leave
            self.assign()
        if AMENDMENTS in self.files:
            self.amend(Table(self.files, AMENDMENTS, b"kind", b"object", b"inspector", b"reason", more=False))
        self.say("end", self.H(label(b"end") + b"".join(self.text)).hex())
        return b"".join(self.text)
    def draw_stage(self, stage):  # §4
        stage.strata, once = {}, stage.once
        for id in stage.stratum.keys() - self.drawn.keys():
            stage.strata.setdefault(stage.stratum[id], []).append(id)
        pool = sum(map(len, stage.strata.values()))
        quota = min(sum(self.stages[name].short for name in once.get(b"shortfall", [])), 1_000_000_000)
        quota += int(once.get(b"count", [0])[0]) - -pool * int(once.get(b"rate", [0])[0]) // 10_000
        earlier = sorted((self.stages[name] for name in once.get(b"earlier", [])), key=lambda one: one.number)
        counts = [id for one in earlier for _, id, _ in one.picks if id in stage.stratum and id not in self.counted]
        self.counted.update(counts[:quota])
        quota -= len(counts[:quota])
        stage.short = max(quota - pool, 0)
        sizes = {name: (len(ids), stage.weights.get(name, 1)) for name, ids in sorted(stage.strata.items())}
        given = allocate(quota - stage.short, sizes, int(once.get(b"minimum", [0])[0]))
        self.say("stage", stage.number, stage.name, pool, quota, quota - stage.short, stage.short)
        for name, size in sizes.items():
            self.say("stratum", stage.number, name, *size, given[name])
        stage.picks = sorted((*pick, name) for name, ids in stage.strata.items() for pick in heapq.nsmallest(
            given[name], ((self.ticket(b"ticket", stage, id), id) for id in ids)))
        for place, (ticket, id, name) in enumerate(stage.picks, 1):
            self.drawn[id] = stage, name
            self.say("pick", stage.number, place, id, name, ticket.hex())
    def form(self, object, stage):  # §5: the groups of an object, still empty
        fields, self.teams[object] = self.roster.rows[self.roster.number[object]], []
        for role in stage.roles:
            fit = role.fits - self.barred.get(object, set())
            for _, _, key, column, _ in (test for test in role.tests if test[2] in (b"share", b"avoid")):
                own, place = values(fields[self.roster.columns[column]]), self.inspectors.columns[column]
                fit = {i for i in fit if (key == b"avoid") == own.isdisjoint(values(self.inspectors.rows[i][place]))}
            self.teams[object].append(Group(object, stage, role, fit))
        return self.teams[object]
    def by_ticket(self, group, candidates):
        role, rows = lp(group.role.name), self.inspectors.rows
        return sorted((self.ticket(b"team", group.stage, group.object, role, rows[i][0]), i) for i in candidates)
    def assign(self):
        picks = [(object, stage) for stage in self.stages.values() for _, object, _ in stage.picks]
        groups = [group for pick in picks for group in self.form(*pick)]
        for group in groups:
            need(len(group.candidates) >= group.role.number, group.role.at, f"对象“{shown(group.object)}”的人员不足。")
        for group in groups:  # any assignment under the smallest limit
            while len(group.members) < group.role.number:
                self.limit += not self.seat(group, set())
        self.say("load", self.limit)
        for group in groups:  # the one wanted: take whoever leaves all other groups full
            taken = set()
            for ticket, i in self.by_ticket(group, group.candidates):
                if len(taken) < group.role.number and self.can_take(group, i, taken):
                    taken.add(i)
                    self.loose[i].discard(group)
                    self.say("team", group.object, group.role.name, self.inspectors.rows[i][0], ticket.hex())
    def can_take(self, group, i, taken):  # puts `i` into the group instead of one not `taken`, if all can be full
        if i not in group.members:
            out = min(group.members - taken)
            self.move(group, out, i)
            self.loose[i].remove(group)
            if self.load[i] > self.limit and not self.leave(i, {i}):
                self.loose[i].add(group)
                self.move(group, out, i)
                return False
        return True
    def seat(self, group, seen):  # puts one more into a group, others changing theirs if need be
        for i in group.candidates - group.members - seen:
            if i not in seen and not seen.add(i) and (self.load[i] < self.limit or self.leave(i, seen)):
                self.move(group, i)
                return True
        return False
    def leave(self, i, seen):  # takes `i` off a group that somebody else can join
        for group in list(self.loose[i]):
            self.move(group, i)
            if self.seat(group, seen):
                return True
            self.move(group, i)
        return False
    def move(self, group, *people):  # onto a team, or off it
        for i in people:
            group.members ^= {i}
            self.loose[i] ^= {group}
            self.load[i] += 1 if i in group.members else -1
    def queue(self, stage, stratum):  # who comes next, sorted when first asked
        yield from sorted((self.ticket(b"ticket", stage, id), id) for id in stage.strata[stratum])
    def amend(self, table):  # §6
        standing, queues = dict(self.drawn), {}
        for number, (at, (kind, object, inspector, reason)) in enumerate(table.records(), 1):
            need(object in standing, at, "这个对象此时不在抽中名单里，请核对编号和先后顺序。")
            fits = kind == b"inspector" or kind == b"object" and inspector == b"-"
            need(fits, at, "种类应为inspector，或者object而检查人员一列为“-”。")
            (stage, stratum), groups = standing[object], self.teams.get(object, [])
            if kind == b"inspector":
                i = self.inspectors.number.get(inspector) if self.inspectors else None
                group = next((group for group in groups if i in group.members), None)
                need(group, at, "这名检查人员此时不在该对象的检查组里，请核对。")
                self.move(group, i)
                group.candidates.remove(i)
                self.say("recuse", number, object, group.role.name, inspector, *self.replacement(group, at), reason)
                continue
            for group in groups:
                self.move(group, *group.members)
            queue = queues.setdefault(standing.pop(object), self.queue(stage, stratum))
            ticket, new = next((entry for entry in queue if entry[1] not in self.drawn), (None, None))
            if not new:
                self.say("withdraw", number, object, reason)
                continue
            self.drawn[new] = standing[new] = stage, stratum
            self.say("replace", number, object, new, stratum, ticket.hex(), reason)
            for group in self.form(new, stage):
                for _ in range(group.role.number):
                    self.say("team", new, group.role.name, *self.replacement(group, at))
    def replacement(self, group, at):  # the least loaded, L counting as least, then the lowest team ticket
        loads = {i: max(self.load[i] + 1, self.limit) for i in group.candidates - group.members}
        need(loads, at, "已没有可递补的检查人员，请撤回本行或更换对象。")
        ticket, i = self.by_ticket(group, [i for i in loads if loads[i] == min(loads.values())])[0]
        self.move(group, i)
        return self.inspectors.rows[i][0], ticket.hex()

# ---- Comparing (§9) ----
FILE_OF = {b"draw": RULES, b"title": RULES, b"roster": ROSTER, b"rules": RULES, b"inspectors": INSPECTORS,
           b"conflicts": CONFLICTS, b"seed": SEED, **dict.fromkeys((b"replace", b"withdraw", b"recuse"), AMENDMENTS)}
def differences(expected, found):
    same = len(os.path.commonprefix([expected, found]))
    start, line = expected.rfind(b"\n", 0, same) + 1, expected.count(b"\n", 0, same) + 1
    rests = [text[start:] for text in (expected, found)]
    lines = [shown(rest.split(b"\n")[0]) + ("" if b"\n" in rest else "（行末缺少换行符）") if rest
             else "（没有这一行）" for rest in rests]
    keys = [re.match(rb"[^\t\n]*", rest)[0] for rest in rests] if is_closed(found) else []
    file = next((FILE_OF[key] for key in FILE_OF if key in keys), TRANSCRIPT)
    return f"{TRANSCRIPT}:{line}: 与重新计算的结果不同。\n应为: {lines[0]}\n实为: {lines[1]}\n改动在: {file}\n"

def is_closed(transcript):  # whether the last line is the digest of all lines before it
    head = [field for field in transcript.split(b"\n")[0].split(b"\t") if field]
    body = transcript[:transcript.rfind(b"\n", 0, -1) + 1]
    return len(head) == 3 and head[2] in SUITES and transcript[len(body):] == (
        b"end\t" + SUITES[head[2]](label(b"end") + body).hex().encode() + b"\n")

def run(files):  # exit status and what to print
    for name in (ROSTER, RULES, SEED, TRANSCRIPT):
        need(name in files, name, "没有这个文件，请补上。")
    found = files[TRANSCRIPT]
    need(not re.match(rb"draw\t(?!mingcha-draw-1(?![^\t\n]))", found), f"{TRANSCRIPT}:1", "规则的版本不同，请换用相应的程序。")
    try:
        expected = Draw(files).transcript()
    except Refused as refusal:
        refusal.with_traceback(None)  # lets go of what was read
        # What refuses one file may be that another was changed: its line in the transcript tells.
        with contextlib.suppress(Refused):
            told = differences(head := b"".join(Draw(files, head=True).text), found)
            own = told.endswith(f": {refusal}".split(":")[1] + "\n")
            if is_closed(found) and not found.startswith(head) and not own:
                return 1, told
        raise
    return (1, differences(expected, found)) if found != expected else (0, f"verified {expected[-65:].decode()}")
if __name__ == "__main__":
    try:
        need(len(sys.argv) == 2, "用法", "python3 verify.py 文件夹或ZIP")
        status, printed = run(read(sys.argv[1]))
        sys.stdout.buffer.write(printed.encode())
        sys.exit(status)
    except (Refused, MemoryError, OSError, ValueError) as fault:
        if not isinstance(fault, Refused):
            fault = f"{sys.argv[1]}: 读不出、内存不够或这个Python没有SM3，请改用mingcha verify（{fault!r}）。"
        sys.stderr.buffer.write(f"{fault}\n".encode("utf-8", "replace"))
        sys.exit(2)
