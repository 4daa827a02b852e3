"""公开: results, corrections, and what strangers may not do."""
import re
import subprocess

from playwright.sync_api import expect


def publish(walk, case, draw):
    publisher = walk.person("publisher")
    with walk.step("the publisher publishes before the day it would happen by itself"):
        publisher.get_by_role("link", name="公示", exact=True).click()
        row = publisher.locator("tbody tr", has_text=case.name).filter(
            has=publisher.get_by_role("button", name="现在公开"))
        row.get_by_role("button", name="现在公开").click()
        walk.sees(publisher, "已公开")
    visitor = walk.visitor()
    with walk.step("everybody reads the result without signing in"):
        visitor.goto(f"/public/results/{case.visit}")
        walk.heading(visitor, case.name)
        walk.sees(visitor, case.code, "检查结果")
    with walk.step("the body's public page shows draw and result"):
        visitor.get_by_role("link", name="这家机构的全部公示").click()
        walk.heading(visitor, case.name)
        walk.sees(visitor, f"第{draw}次")
        expect(visitor.locator(f"a[href^='/public/results/{case.visit}']").first).to_be_visible()
    with walk.step("a correction needs a reason"):
        publisher.goto(f"/publications/{case.visit}/correct")
        publisher.get_by_role("button", name="公布更正").click()
        walk.page_now = publisher
        expect(publisher.get_by_role("alert")).to_contain_text("理由")
    walk.picture(publisher, "correction", f"/publications/{case.visit}/correct")
    with walk.step("a correction is a new version, with the reason"):
        publisher.get_by_label("情况说明").fill("经复核：原始记录缺少设备编号 1 项，当场改正并闭环。")
        publisher.get_by_label("更正理由").fill("情况说明漏写整改已经闭环。")
        publisher.get_by_role("button", name="公布更正").click()
        walk.sees(publisher, "更正已公开", "情况说明漏写整改已经闭环")
    with walk.step("the old version stays and says that it was corrected"):
        visitor.goto(f"/public/results/{case.visit}")
        visitor.get_by_role("link", name="查看原来的版本").click()
        walk.sees(visitor, "已被更正", "第1版")
    walk.picture(visitor, "public-result-old", f"/public/results/{case.visit}?version=1")
    return publisher, visitor


def one_sheet(walk, visitor, number, case, folder):
    """One body, one sheet of paper."""
    with walk.step("a body is told why it was drawn, with a shell line that gives its ticket"):
        visitor.goto(f"/public/draws/{number}/why?body={case.body}")
        walk.heading(visitor, case.name)
        line = visitor.locator("pre", has_text="printf").first.inner_text()
        ticket = subprocess.run(["sh", "-c", line], capture_output=True, text=True).stdout[:64]
        # The list of all tickets, which has it too, is folded away.
        expect(visitor.locator(f"dd code[title='{ticket}']").first).to_be_visible()
    with walk.step("its proof is downloaded and verified against the published transcript"):
        with visitor.expect_download() as download:
            visitor.get_by_role("link", name="下载证明").click()
        proof, transcript = folder / "proof.txt", folder / "transcript.txt"
        download.value.save_as(proof)
        answer = visitor.request.get(f"/public/draws/{number}/files?name=transcript.txt")
        transcript.write_bytes(answer.body())
        checked = subprocess.run(
            [walk.binary, "check-proof", proof, "--transcript", transcript], capture_output=True,
            text=True)
        assert checked.returncode == 0, checked
    with walk.step("the sheet prints on one page, and its QR code leads to the proof"):
        visitor.get_by_role("link", name="打印一页说明").click()
        walk.heading(visitor, case.name)
        paper = visitor.pdf(prefer_css_page_size=True)
        pages = len(re.findall(rb"/Type\s*/Page\b", paper))
        assert pages == 1, pages
        picture = folder / "qr.png"
        visitor.locator("svg.qr").screenshot(path=picture)
        read = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture],
            capture_output=True, text=True).stdout.strip()
        assert read == f"{walk.base}/public/draws/{number}/proof?body={case.body}", read
    walk.picture(visitor, "public-sheet", f"/public/draws/{number}/sheet?body={case.body}")


def strangers(walk, case):
    with walk.step("another region's visit does not exist for this planner"):
        pudong = walk.person("pudong")
        answer = pudong.goto(f"/visits/{case.visit}")
        assert answer.status == 404, answer.status
        walk.sees(pudong, "没有找到")
    with walk.step("another body's notice does not exist for a body"):
        other = walk.person(other_body(walk))
        answer = other.goto(f"/notices/{case.visit}")
        assert answer.status == 404, answer.status
        answer = other.goto(f"/visits/{case.visit}")
        assert answer.status == 403, answer.status
    with walk.step("a forged form token is refused"):
        pudong.goto("/account")
        pudong.evaluate(
            "for (const field of document.querySelectorAll('[name=form-token]'))"
            " field.value = 'forged'")
        with pudong.expect_navigation() as caught:
            pudong.get_by_role("button", name="全部退出").click()
        assert caught.value.status == 400, caught.value.status
        walk.sees(pudong, "表单已过期")
        pudong.goto("/account")
        walk.heading(pudong, "我的账号")
    with walk.step("who has not signed in is asked to, and comes back"):
        visitor = walk.visitor()
        visitor.goto("/plans")
        expect(visitor.get_by_label("登录名")).to_be_visible()
        visitor.get_by_label("登录名").fill("pudong")
        visitor.get_by_label("密码").fill("wrong-password")
        visitor.get_by_role("button", name="登录").click()
        walk.page_now = visitor
        expect(visitor.get_by_role("alert")).to_contain_text("登录名或密码不对")


def other_body(walk):
    """A body account of the demo."""
    for line in (walk.data / "accounts.txt").read_text().splitlines():
        login = line.split("\t")[0]
        if re.fullmatch(r"[0-9a-z]{18}", login):
            return login
    raise AssertionError("accounts.txt names no body")
