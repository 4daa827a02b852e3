"""验证: anybody recomputes a draw in their own browser, also from one file without network."""
import hashlib
import io
import pathlib
import re
import stat
import struct
import zipfile

from playwright.sync_api import expect

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "Draw" / "Vectors"
AMENDED = VECTORS / "02-shanghai-amended"
END = "fe726f222d81f088a437d736a47f7f694633dbab86adeedc002261345397f098"


def verdict(page, words):
    expect(page.locator("#verdict h2")).to_have_text(words)
    return page.locator("#verdict")


def choose(page, files):
    """Files or one ZIP: [(name, bytes), …]."""
    page.locator(".drop input:not([webkitdirectory])").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content}
         for name, content in files])


def folder(page, path):
    page.locator(".drop input[webkitdirectory]").set_input_files(path)


def packed(files, **kinds):
    """A ZIP of {path: bytes or ZipInfo with bytes}."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, content in files.items():
            opened.writestr(kinds.get(path.replace(".", "_"), path), content)
    return archive.getvalue()


def contents(path):
    return {file.name: file.read_bytes() for file in sorted(path.iterdir())}


def copy(walk, name, changes):
    """The amended draw with some files changed: {name: function of the bytes, or None to drop}."""
    made = walk.data / name
    made.mkdir(exist_ok=True)
    for file, content in contents(AMENDED).items():
        change = changes.get(file, lambda same: same)
        if change is not None:
            (made / file).write_bytes(change(content))
    return made


def everything(walk, number):
    visitor = walk.visitor()
    published(walk, visitor, number)
    chosen(walk, visitor)
    tampered(walk, visitor)
    archives(walk, visitor)
    dropped(walk, visitor)
    keyboard(walk)
    offline(walk, visitor)
    without_script(walk, number)


def published(walk, visitor, number):
    with walk.step("by its number a draw is fetched and verified in the browser"):
        visitor.goto(f"/public/draws/{number}")
        visitor.get_by_role("link", name="在浏览器里核对").click()
        walk.page_now = visitor
        words = verdict(visitor, "核对一致")
        expect(words).to_contain_text("与本网站公布的记录指纹相同")
        for step in ("roots", "seed", "chances", "tickets", "teams", "whole"):
            expect(visitor.locator(f"#step-{step} .chip").first).to_have_text("与记录相同")
        expect(visitor.locator("#step-tickets")).to_contain_text("个签号")
        expect(visitor.locator("#step-tickets tbody tr")).to_have_count(120)
        expect(visitor.locator("#verification-now")).to_have_text("核对完成：一致。")
        expect(visitor.get_by_role("button", name="停止")).to_be_hidden()
        walk.fits(visitor)
    walk.picture(visitor, "verify", f"/verify?draw={number}")
    with walk.step("a number that no draw has is told"):
        visitor.goto("/verify")
        visitor.get_by_label("抽取编号").fill("999")
        visitor.keyboard.press("Enter")
        walk.page_now = visitor
        expect(visitor.get_by_role("alert")).to_contain_text("没有编号为“999”的抽取")


def chosen(walk, visitor):
    visitor.goto("/verify")
    requests = []
    visitor.on("request", lambda request: requests.append(request.url))
    with walk.step("a chosen folder is verified, and nothing leaves the browser but the module"):
        folder(visitor, AMENDED)
        expect(verdict(visitor, "核对一致")).to_contain_text(END[:4])
        expect(visitor.locator("#step-changes")).to_contain_text("退出，由")
        with visitor.expect_download() as caught:
            visitor.get_by_role("link", name="下载重算的记录").click()
        path = walk.data / "recomputed.txt"
        caught.value.save_as(path)
        assert path.read_bytes() == (AMENDED / "transcript.txt").read_bytes()
        outside = [url for url in requests if not re.search(r"/assets/|^blob:", url)]
        assert not outside, outside
    with walk.step("once loaded it works without network: a ZIP at the top and one in a folder"):
        visitor.context.set_offline(True)
        files = contents(AMENDED)
        for archive in (packed(files), packed({f"draw-2/{name}": files[name] for name in files})):
            choose(visitor, [("draw.zip", archive)])
            verdict(visitor, "核对一致")
        choose(visitor, list(files.items()))
        verdict(visitor, "核对一致")
        visitor.context.set_offline(False)


def tampered(walk, visitor):
    with walk.step("a changed transcript is found with its line"):
        folder(visitor, copy(walk, "tampered-transcript", {
            "transcript.txt": lambda text: text.replace(b"\npick\t1\t1\t", b"\npick\t1\t9\t", 1)}))
        words = verdict(visitor, "核对不一致")
        walk.page_now = visitor
        line = (AMENDED / "transcript.txt").read_bytes().split(b"\npick\t1\t1\t")[0].count(b"\n") + 2
        expect(words).to_contain_text(f"第{line}行")
        expect(words).to_contain_text("transcript.txt")
        expect(visitor.locator("#step-tickets .chip").first).to_have_text("与记录不同")
        expect(visitor.locator("#step-seed .chip").first).to_have_text("与记录相同")
        visitor.get_by_text("命令行 mingcha verify 打印的也是这些").click()
        expect(visitor.locator("#step-whole pre")).to_contain_text("改动在: transcript.txt")
    walk.page_now = visitor
    with walk.step("a changed roster shows as a different root and is named"):
        folder(visitor, copy(walk, "tampered-roster", {
            "roster.tsv": lambda text: text.replace(b"\t310", b"\t311", 1),
            "amendments.tsv": None}))
        words = verdict(visitor, "核对不一致")
        expect(words).to_contain_text("roster.tsv")
        expect(visitor.locator("#step-roots .chip", has_text="不同").first).to_be_visible()
    with walk.step("a changed roster is named also when an amendment then fits no longer"):
        folder(visitor, copy(walk, "tampered-amended", {
            "roster.tsv": lambda text: text.replace(b"\t310", b"\t311", 1)}))
        expect(verdict(visitor, "核对不一致")).to_contain_text("roster.tsv")
        expect(visitor.locator("#step-tickets .chip").first).to_have_text("没有算到")
    with walk.step("a missing transcript and a broken roster are refused by name"):
        folder(visitor, copy(walk, "missing", {"transcript.txt": None}))
        expect(verdict(visitor, "没有核对成")).to_contain_text("transcript.txt: 没有这个文件")
        folder(visitor, copy(walk, "broken", {"roster.tsv": lambda text: text[:-1]}))
        expect(verdict(visitor, "没有核对成")).to_contain_text("roster.tsv:")


def linked(path):
    info = zipfile.ZipInfo(path)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def lying(archive, name, size):
    """The archive with another announced size of one entry."""
    changed = bytearray(archive)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        if changed[at + 46:].startswith(name.encode()):
            changed[at + 24:at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(changed)


def archives(walk, visitor):
    files = contents(AMENDED)
    bomb = packed({**files, "roster.tsv": b"id\tname\n" + b"\0" * 300_000_000})
    encrypted = bytearray(packed(files))
    encrypted[encrypted.find(b"PK\x01\x02") + 8] |= 1
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as opened:
        opened.writestr("rosterA.tsv", files["roster.tsv"])
        opened.writestr("rosterB.tsv", files["roster.tsv"])
    twice = twice.getvalue().replace(b"rosterA", b"rosterB")
    for promise, archive, words in (
        ("a ZIP bomb that says so is refused", lying(bomb, "roster.tsv", 2_000_000_000), "超过256 MiB"),
        ("a ZIP bomb that lies is refused", lying(bomb, "roster.tsv", 1000), "炸弹"),
        ("a nested path is refused", packed({**files, "a/b.txt": b"x"}), "“a/b.txt”和其他文件不在同一层"),
        ("a path that climbs out is refused", packed({**files, "../x": b"x"}), "“../x”会越出"),
        ("a link is refused", packed(files, seed_tsv=linked("seed.tsv")), "“seed.tsv”是链接"),
        ("an encrypted entry is refused", bytes(encrypted), "加了密码"),
        ("two entries of one name are refused", twice, "有两个“rosterB.tsv”"),
        ("half an archive is refused", packed(files)[:5000], "draw.zip: ZIP不完整或已损坏"),
        ("an archive without a draw is refused", packed({"readme.txt": b"x"}), "选的不是抽取资料"),
    ):
        with walk.step(promise):
            walk.page_now = visitor
            choose(visitor, [("draw.zip", archive)])
            expect(verdict(visitor, "没有核对成")).to_contain_text(words)


def dropped(walk, visitor):
    with walk.step("a ZIP dropped onto the page is verified"):
        choose(visitor, [("draw.zip", b"PK")])
        verdict(visitor, "没有核对成")
        visitor.evaluate(
            """([name, bytes]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([new Uint8Array(bytes)], name));
              document.querySelector(".drop").dispatchEvent(
                new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }""", ["draw.zip", list(packed(contents(AMENDED)))])
        walk.page_now = visitor
        verdict(visitor, "核对一致")


def keyboard(walk):
    visitor = walk.visitor()
    with walk.step("with the keyboard alone a folder can be chosen"):
        visitor.goto("/verify")
        visitor.get_by_label("抽取编号").focus()
        for _ in range(20):
            visitor.keyboard.press("Tab")
            if visitor.evaluate("document.activeElement.webkitdirectory === true"):
                break
        with visitor.expect_file_chooser() as caught:
            visitor.keyboard.press("Enter")
        caught.value.set_files(AMENDED)
        walk.page_now = visitor
        verdict(visitor, "核对一致")
    visitor.context.close()


def offline(walk, visitor):
    path = walk.data / "mingcha-verify.html"
    with walk.step("the one-file page is downloaded with the digest the page shows"):
        visitor.goto("/verify")
        with visitor.expect_download() as caught:
            visitor.get_by_role("link", name="mingcha-verify.html").click()
        caught.value.save_as(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        expect(visitor.locator(f"code[title='{digest}']")).to_be_visible()
    for name, setting in (("in a worker", ""), ("in the page where workers are refused",
                                               "delete window.Worker")):
        alone = walk.visitor()
        alone.context.set_offline(True)
        with walk.step(f"opened from disk without network it verifies {name}"):
            if setting:
                alone.add_init_script(setting)
            alone.goto(path.as_uri())
            walk.page_now = alone
            folder(alone, AMENDED)
            verdict(alone, "核对一致")
            choose(alone, [("draw.zip", packed(contents(AMENDED)))])
            verdict(alone, "核对一致")
            folder(alone, walk.data / "tampered-roster")
            expect(verdict(alone, "核对不一致")).to_contain_text("roster.tsv")
            walk.fits(alone)
        alone.context.close()


def without_script(walk, number):
    plain = walk.visitor(script=False)
    with walk.step("without script the page says how to verify otherwise and gives the ZIP"):
        plain.goto(f"/verify?draw={number}")
        walk.sees(plain, "浏览器没有运行脚本", "mingcha verify", "python3 verify.py")
        with plain.expect_download():
            plain.get_by_role("link", name="下载这次抽取的资料（ZIP）").click()
    plain.context.close()
