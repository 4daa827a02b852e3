"""抽取: freeze, commitments, beacon, secrets, draw; and anybody recomputes it."""
import datetime
import re
import subprocess
import zipfile

from playwright.sync_api import expect

from support import local, number_in, wait_until

BEACON = "03 07 12 19 25 31 + 08"


def freeze(walk, planner, plan):
    """Returns the draw's address and when the beacon may be registered."""
    with walk.step("a beacon that lies before the challenges end is refused"):
        planner.goto(f"/plans/{plan}")
        planner.get_by_role("link", name="封存名单并准备抽取").click()
        for name in ("上海市农业农村委员会", "上海市司法局", "上海市国防动员办公室", "上海海关",
                     "上海市药品监督管理局", "上海市道路运输管理局"):
            box = planner.get_by_label(name, exact=True)
            if box.count():
                box.uncheck()
        planner.get_by_label("期号").fill("2026999")
        beacon = walk.soon(100, 40)
        planner.get_by_label("公布时间（北京时间）").fill(local(beacon))
        planner.get_by_label("异议截止").fill(local(beacon + datetime.timedelta(minutes=5)))
        planner.get_by_role("button", name="封存并公布").click()
        walk.sees(planner, "早于异议截止")
    walk.picture(planner, "freeze", f"/plans/{plan}/freeze")
    with walk.step("the freeze takes a public number and shows every chance"):
        beacon = walk.soon(120, 60)
        planner.get_by_label("公布时间（北京时间）").fill(local(beacon))
        planner.get_by_label("异议截止").fill(local(beacon - datetime.timedelta(minutes=1)))
        planner.get_by_role("button", name="封存并公布").click()
        walk.sees(planner, "名单、规则与机会已封存并公布", "承诺值")
        walk.heading(planner, "号抽取")
        expect(planner.get_by_role("heading", name="机会", exact=True)).to_be_visible()
    with walk.step("a frozen plan cannot be edited any more"):
        page = planner.context.new_page()
        page.goto(f"/plans/{plan}/edit")
        expect(page.locator("main")).to_contain_text("不能")
        page.close()
    return planner.url.split("?")[0], beacon


def commitment_of(walk, contributor):
    """What `mingcha commit` prints on somebody's own machine: (commitment, secret)."""
    text = subprocess.run([walk.binary, "commit", contributor], check=True, capture_output=True,
                          text=True).stdout
    lines = dict(line.split("\t", 1) for line in text.splitlines())
    return lines["commitment"], lines["secret"]


def commit(walk, planner, police, environment, draw):
    """Three authorities commit, one of them by the system's own hand.

    Returns the three secrets."""
    with walk.step("the ceremony names who is missing"):
        planner.goto(draw + "/ceremony")
        walk.sees(planner, "承诺值 0 / 3", "上海市公安局", "上海市生态环境局", "上海市市场监督管理局")
    with walk.step("a commitment that is none is refused"):
        police.goto("/desk")
        police.get_by_role("link", name="办理").first.click()
        police.get_by_label("承诺值").fill("12345")
        police.get_by_role("button", name="提交承诺值").click()
        walk.page_now = police
        expect(police.get_by_role("alert")).to_contain_text("64")
    secrets = {}
    for page, name in ((police, "上海市公安局"), (environment, "上海市生态环境局")):
        with walk.step(f"{name} pastes what mingcha commit printed"):
            page.goto(draw)
            value, secrets[name] = commitment_of(walk, name)
            page.get_by_label("承诺值").fill(value)
            page.get_by_role("button", name="提交承诺值").click()
            walk.sees(page, "承诺值已登记")
    with walk.step("the system makes a commitment and shows the secret once"):
        planner.goto(draw)
        planner.get_by_role("button", name="由系统生成并提交").click()
        walk.heading(planner, "请立即抄存这个随机数")
        secret = planner.locator(".secret code").inner_text().replace(" ", "")
        assert len(secret) == 64, secret
        secrets["上海市市场监督管理局"] = secret
        planner.get_by_role("link", name="已抄存，返回抽取页").click()
        walk.sees(planner, "承诺齐全")
        expect(planner.locator("main")).not_to_contain_text(secret)
    return secrets


def hold(walk, planner, police, environment, draw, beacon, secrets):
    """From the beacon to the result."""
    wait_until(beacon)
    with walk.step("a beacon in another shape than announced is refused"):
        planner.goto(draw)
        planner.get_by_label("取值", exact=True).fill("3,7,12,19,25,31+8")
        planner.get_by_label("出处", exact=True).fill("https://www.cwl.gov.cn/")
        planner.get_by_role("button", name="登记").click()
        walk.page_now = planner
        expect(planner.get_by_role("alert")).to_contain_text(BEACON)
    with walk.step("the beacon is registered with its source"):
        planner.get_by_label("取值", exact=True).fill("02 05 11 18 24 33 + 09")
        planner.get_by_role("button", name="登记").click()
        walk.sees(planner, "公共随机数已登记", "02 05 11 18 24 33 + 09")
    with walk.step("a wrong secret is refused with both digests"):
        police.goto(draw)
        police.get_by_label("随机数", exact=True).fill("0" * 64)
        police.get_by_role("button", name="核对并交出").click()
        walk.page_now = police
        expect(police.get_by_role("alert")).to_contain_text("不符")
    for page, name in ((police, "上海市公安局"), (environment, "上海市生态环境局"),
                       (planner, "上海市市场监督管理局")):
        with walk.step(f"{name} hands in its secret"):
            page.goto(draw)
            page.get_by_label("随机数", exact=True).fill(secrets[name])
            page.get_by_role("button", name="核对并交出").click()
            walk.sees(page, "随机数与承诺值相符")
    with walk.step("one press draws 120 bodies with their teams"):
        planner.get_by_role("button", name="抽取", exact=True).click()
        walk.sees(planner, "抽取完成，检查任务已生成")
        expect(planner.locator(".ruler").first).to_be_visible()
        expect(planner.locator("#result tr[id^=pick]").first).to_be_visible()
    with walk.step("the ceremony shows the result on rulers"):
        planner.goto(draw + "/ceremony")
        walk.sees(planner, "抽取完成", "抽取 120 家")
        assert planner.locator(".ruler:visible").count() >= 8
        dots = planner.locator(".ruler-line circle.in").count()
        assert dots == 120, dots
        expect(planner.locator(".ruler-line").first).to_be_visible()
    walk.picture(planner, "ceremony-result")


def verify(walk, draw):
    """Somebody without an account downloads the draw and recomputes it."""
    number = None
    with walk.step("anybody downloads the draw without signing in"):
        visitor = walk.visitor()
        visitor.goto("/public/draws")
        visitor.get_by_role("link", name="浏览器演练").first.click()
        visitor.wait_for_url(re.compile(r"/draws/\d+"))
        number = number_in(visitor.url, "draws")
        expect(visitor.locator(".ruler").first).to_be_visible()
        with visitor.expect_download() as caught:
            visitor.get_by_role("link", name="下载抽取资料（ZIP）").click()
        archive = walk.data / "draw.zip"
        caught.value.save_as(archive)
    with walk.step("mingcha verify recomputes it byte for byte"):
        folder = walk.data / "draw"
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        inner = next(folder.rglob("transcript.txt")).parent
        answer = subprocess.run([walk.binary, "verify", str(inner)], capture_output=True, text=True)
        assert answer.returncode == 0 and "verified" in answer.stdout, answer
    with walk.step("a changed byte is found"):
        roster = inner / "roster.tsv"
        roster.write_bytes(roster.read_bytes().replace(b"310104", b"310105", 1))
        answer = subprocess.run([walk.binary, "verify", str(inner)], capture_output=True, text=True)
        assert answer.returncode != 0 and "verified" not in answer.stdout, answer
    with walk.step("a drawn body reads why it was drawn"):
        visitor.get_by_role("link", name="我为什么被抽中").first.click()
        walk.heading(visitor, "抽中")
    return number
