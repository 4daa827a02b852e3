"""现场检查 and what follows: notice, self-check, checklist, four eyes, rectification."""
import datetime
import re

from playwright.sync_api import expect

from support import (
    PHONE, chinese_day, local, number_in, now, wait_until)

PROBLEM = "抽查报告 2026-118 的原始记录缺少设备编号，无法溯源。"


class Case:
    """One drawn body on its way through the house."""
    body = visit = 0
    name = code = region = login = ""
    team = ()


# What the new body chooses instead of the initial password.
# What the administrator gives, and what the body makes of it.
FIRST_PASSWORD = "Laterne-Otter-4719"
OWN_PASSWORD = "Eigenes-Kennwort-2026"


def choose(walk, planner, draw):
    """A body of the new draw that nobody has opened an account for, outside 浦东新区."""
    case = Case()
    with walk.step("a drawn body leads to its dossier"):
        planner.goto(draw)
        planner.get_by_role("link", name=re.compile("^生态环境监测")).click()
        planner.wait_for_load_state()
        rows = planner.locator("#result tr[id^=pick]").filter(has_not_text="浦东新区")
        links = [row.get_by_role("link").first.get_attribute("href") for row in rows.all()]
        for link in links:
            planner.goto(link)
            if planner.get_by_text("没有门户账号").count():
                break
        expect(planner.locator("main")).to_contain_text("没有门户账号")
        case.body = number_in(planner.url, "bodies")
        case.name = planner.get_by_role("heading", level=1).inner_text()
        case.code = planner.locator("dt:text-is('统一社会信用代码') + dd").inner_text()
        case.region = planner.locator("dt:text-is('行政区划') + dd").inner_text().split("（")[0]
        walk.sees(planner, "第2号")
    with walk.step("the draw made a visit with its team"):
        planner.goto(f"{draw}/amend?body={case.body}")
        people = planner.locator("label.choice", has_text="回避").all_inner_texts()
        case.team = tuple(re.findall(r"market-\d+", " ".join(people)))
        assert len(case.team) == 2, people
        planner.goto(f"/visits?find={case.name}")
        planner.locator("tbody tr", has_text="浏览器演练").get_by_role("link").first.click()
        walk.heading(planner, case.name)
        case.visit = number_in(planner.url, "visits")
    return case


def open_account(walk, case):
    """The system administrator opens the account, the security administrator gives the role."""
    system = walk.person("system")
    with walk.step("an account for an unknown body is refused"):
        system.get_by_role("link", name="账号与角色").click()
        system.get_by_text("新建账号").click()
        case.login = "yanlian." + case.code[-4:].lower()
        system.get_by_label("登录名", exact=True).fill(case.login)
        system.get_by_label("姓名", exact=True).fill("演练联系人")
        system.get_by_label("机构统一社会信用代码").fill("91310000000000000X")
        system.get_by_label("初始密码").fill(FIRST_PASSWORD)
        system.get_by_role("button", name="建立账号").click()
        walk.sees(system, "名录库中没有统一社会信用代码为“91310000000000000X”的机构")
    with walk.step("the system administrator opens an account for a body by its credit code"):
        system.get_by_label("机构统一社会信用代码").fill(case.code)
        system.get_by_label("初始密码").fill(FIRST_PASSWORD)
        system.get_by_role("button", name="建立账号").click()
        walk.sees(system, "已保存")
        system.get_by_label("登录名或姓名").fill(case.login)
        system.get_by_role("button", name="查找").click()
        expect(system.locator("tbody tr")).to_contain_text([case.name])
    security = walk.person("security")
    with walk.step("the security administrator gives it the body's role"):
        security.goto(f"/accounts?find={case.login}")
        security.get_by_role("link", name=case.login).click()
        security.get_by_label("机构", exact=True).check()
        security.get_by_role("button", name="保存角色").click()
        walk.sees(security, "已保存")
    walk.picture(system, "accounts", "/accounts")


def notify(walk, case):
    """Returns the inspector and when the visit begins."""
    inspector = walk.person(case.team[0], keyboard=True)
    with walk.step("an inspector signs in by keyboard and finds the visit on the desk"):
        walk.page_now = inspector
        expect(inspector.locator("tbody tr", has_text=case.name).first).to_be_visible()
    walk.picture(inspector, "desk-inspector", "/desk")
    with walk.step("a notice earlier than the rule allows is refused with the rule"):
        inspector.goto(f"/visits/{case.visit}")
        far = now() + datetime.timedelta(days=3)
        inspector.get_by_label("检查开始时间").fill(local(far))
        inspector.get_by_role("button", name="安排检查").click()
        walk.sees(inspector, "检查时间已确定", "24小时", "92号")
        expect(inspector.get_by_role("button", name="现在告知机构")).to_have_count(0)
    walk.picture(inspector, "visit-too-early")
    with walk.step("inside the window the notice goes out"):
        start = walk.soon(90, 40)
        inspector.get_by_text("改期", exact=True).first.click()
        inspector.get_by_label("检查开始时间").fill(local(start))
        inspector.get_by_role("button", name="改期").click()
        inspector.get_by_role("button", name="现在告知机构").click()
        walk.sees(inspector, "检查告知已送达机构")
    with walk.step("the notice is a document for A4 paper"):
        inspector.get_by_role("link", name="检查告知书").click()
        walk.heading(inspector, "行政检查告知书")
        walk.sees(inspector, case.code, chinese_day(start), "检查码")
        file = walk.data / "notice.pdf"
        inspector.pdf(path=file, format="A4", prefer_css_page_size=True)
        assert file.read_bytes()[:5] == b"%PDF-" and file.stat().st_size > 20_000
    walk.picture(inspector, "notice")
    with walk.step("nobody begins before the time of which the body was told"):
        inspector.goto(f"/visits/{case.visit}")
        expect(inspector.get_by_role("button", name="开始检查")).to_have_count(0)
        walk.sees(inspector, "到时才能开始")
    return inspector, start


def self_check(walk, case):
    """The body reads its notice and hands in its self-check. Returns its browser."""
    body = walk.person(case.login, password=FIRST_PASSWORD)
    with walk.step("whoever got a password from somebody else changes it first"):
        body.goto("/portal")
        walk.heading(body, "我的账号")
        body.get_by_label("现在的密码").fill(FIRST_PASSWORD)
        body.get_by_label("新密码").fill(OWN_PASSWORD)
        body.get_by_role("button", name="修改密码").click()
    with walk.step("the body sees its notice in the portal"):
        body.goto("/portal")
        walk.heading(body, case.name)
        body.get_by_role("link", name="生态环境监测现场检查").click()
        walk.heading(body, "行政检查告知书")
    walk.picture(body, "portal", "/portal")
    with walk.step("one item of the self-check is saved by itself"):
        body.goto("/portal")
        body.locator("li", has_text="自查表").get_by_role("link").first.click()
        first = body.locator("section.check-item", has=body.get_by_role("radio")).first
        first.get_by_label("是", exact=True).check()
        first.get_by_label("问题描述").fill("一台烘箱校准证书过期，已停用。")
        first.get_by_role("button", name="只保存本项").click()
        walk.sees(body, "已保存", "已答 1 /")
    with walk.step("an unfinished self-check cannot be handed in and says what is missing"):
        body.get_by_role("button", name="提交自查表").click()
        walk.page_now = body
        expect(body.get_by_role("alert")).to_contain_text("还不能提交")
    with walk.step("without script the self-check is filled, saved and handed in"):
        plain = walk.person(case.login, password=OWN_PASSWORD, script=False)
        plain.goto(body.url.split("#")[0].split("?")[0])
        groups = plain.locator(".check-answers")
        for group in groups.all()[1:]:
            group.get_by_label("否", exact=True).check()
        plain.get_by_role("button", name="保存", exact=True).click()
        walk.sees(plain, "已保存")
        plain.wait_for_load_state()
        count = groups.count()
        expect(plain.locator("main")).to_contain_text(f"已答 {count} / {count} 项")
        plain.get_by_label("本机构承诺").check()
        plain.get_by_role("button", name="提交自查表").click()
        walk.sees(plain, "已提交")
        plain.context.close()
    walk.picture(body, "self-check", body.url.split("#")[0].split("?")[0])
    return body


def inspect(walk, case, inspector, start):
    """The checklist on a phone, one item by keyboard, one without script."""
    wait_until(start)
    with walk.step("at the time told the inspection begins"):
        inspector.goto(f"/visits/{case.visit}")
        inspector.get_by_role("button", name="开始检查").click()
        walk.sees(inspector, "现场检查已开始", "下一步：逐项检查")
    phone = walk.person(case.team[0], phone=True)
    with walk.step("on the phone a problem without a description is refused"):
        phone.goto(f"/visits/{case.visit}")
        walk.fits(phone)
        phone.get_by_role("link", name="开始逐项检查").click()
        phone.get_by_label("有问题", exact=True).check()
        phone.get_by_role("button", name="存好，下一项").click()
        walk.page_now = phone
        expect(phone.locator("p.problem").first).to_be_visible()
        expect(phone.get_by_label("有问题", exact=True)).to_be_checked()
        walk.fits(phone)
    first = number_in(phone.url, "items")
    with walk.step("with a description it is stored and the next item opens"):
        phone.get_by_label("情况描述（有问题必填）").fill(PROBLEM)
        phone.get_by_role("button", name="存好，下一项").click()
        walk.sees(phone, "刚才那一项已存好")
        assert number_in(phone.url, "items") != first
        walk.fits(phone)
    walk.for_readme(phone, "phone", f"/visits/{case.visit}/items/{first}", PHONE)
    walk.picture(phone, "checklist-item", f"/visits/{case.visit}/items/{first}", phone_only=True)
    with walk.step("an item is answered with the keyboard alone"):
        second = number_in(phone.url, "items")
        phone.keyboard.press("Tab")
        for _ in range(8):
            if phone.evaluate("document.activeElement.name") == "answer":
                break
            phone.keyboard.press("Tab")
        phone.keyboard.press("Space")
        for _ in range(8):
            if phone.evaluate("document.activeElement.type") == "submit":
                break
            phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
        walk.sees(phone, "刚才那一项已存好")
        assert number_in(phone.url, "items") != second
    with walk.step("an item is answered without script"):
        plain = walk.person(case.team[0], phone=True, script=False)
        address = phone.url.split("?")[0]
        plain.goto(address)
        plain.get_by_label("符合", exact=True).check()
        plain.get_by_role("button", name="存好").click()
        walk.sees(plain, "刚才那一项已存好")
        phone.goto(plain.url)
        plain.context.close()
    with walk.step("every item is answered and leads to the result"):
        for _ in range(60):
            phone.wait_for_load_state()
            if "/items/" not in phone.url:
                break
            if phone.get_by_label("符合", exact=True).count():
                phone.get_by_label("符合", exact=True).check()
            phone.get_by_role("button", name="存好").click()
        walk.heading(phone, "提交结果")
        walk.sees(phone, "由记录得出的结果")
        walk.fits(phone)
    walk.picture(phone, "checklist", f"/visits/{case.visit}/checklist")
    walk.picture(phone, "submit", f"/visits/{case.visit}/submit")
    with walk.step("the first inspector submits"):
        phone.get_by_label("检查情况小结").fill("按检查表逐项检查，发现原始记录信息不全 1 项，已责令改正。")
        phone.get_by_role("button", name="提交结果").click()
        walk.sees(phone, "已提交")
        phone.context.close()


def review(walk, case, inspector):
    """The second pair of eyes, then the third."""
    with walk.step("who submitted does not countersign"):
        inspector.goto(f"/visits/{case.visit}/review")
        expect(inspector.get_by_role("button", name="会签", exact=True)).to_have_count(0)
    second = walk.person(case.team[1])
    with walk.step("the second inspector of the team countersigns"):
        second.locator("tbody tr", has_text=case.name).get_by_role("link", name="办理").first.click()
        second.get_by_role("link", name="去会签").or_(
            second.get_by_role("heading", name="会签检查结果")).first.click()
        walk.sees(second, PROBLEM)
        second.get_by_role("button", name="会签", exact=True).click()
        walk.sees(second, "已会签，等待审核")
    supervisor = walk.person("supervisor")
    with walk.step("the supervisor approves and orders the rectification"):
        supervisor.goto(f"/visits/{case.visit}/review")
        walk.sees(supervisor, PROBLEM, "审核检查结果")
        supervisor.get_by_label("限期整改").check()
        expect(supervisor.get_by_label("整改要求")).not_to_have_value("")
    walk.picture(supervisor, "review", f"/visits/{case.visit}/review")
    with walk.step("the approval is stored"):
        supervisor.get_by_role("button", name="审定").click()
        walk.sees(supervisor, "已审定")
    walk.picture(supervisor, "desk-supervisor", "/desk")
    return second, supervisor


def rectify(walk, case, body, inspector):
    with walk.step("the body answers the rectification in its portal"):
        body.goto("/portal")
        body.get_by_role("link", name="生态环境监测整改").click()
        walk.sees(body, PROBLEM)
        body.get_by_label("整改情况").fill("已补录设备编号并培训全体采样人员，附件清单已寄送。")
        body.get_by_role("button", name="提交整改情况").click()
        walk.sees(body, "待复核")
    with walk.step("the inspector checks it and closes"):
        inspector.goto("/desk")
        row = inspector.locator("tbody tr", has_text=case.name)
        row.get_by_role("link", name="办理").first.click()
        walk.sees(inspector, "下一步：复核整改", "已补录设备编号")
        inspector.get_by_label("复核情况，或退回理由").fill("核对补录记录和培训签到，已逐项到位。")
        walk.picture(inspector, "rectification")
        inspector.get_by_role("button", name="确认整改到位").click()
        walk.sees(inspector, "整改已闭环")
