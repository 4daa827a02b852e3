"""公开: results, corrections, and what strangers may not do."""
import re

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
        visitor.goto(f"/plans")
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
