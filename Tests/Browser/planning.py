"""计划: from the template to a plan that may be frozen."""
import datetime

from playwright.sync_api import expect

from support import chinese_day, now, number_in


def plan(walk, planner):
    """Makes a plan for an inspection that can begin today.

    Returns its number."""
    today = now().date()
    with walk.step("the template of the notice gives eight fields and 120 bodies"):
        planner.goto("/plans")
        planner.get_by_role("link", name="编制计划").first.click()
        planner.get_by_label("模板").select_option(index=0)
        planner.get_by_label("年度").fill(str(today.year))
        planner.get_by_role("button", name="建立草稿").click()
        walk.heading(planner, "修改计划")
        number = number_in(planner.url, "plans")
        expect(planner.get_by_label("抽查总数（家）")).to_have_value("120")
        expect(planner.get_by_role("heading", name="8．其他领域")).to_be_visible()
    with walk.step("pool, quota and the chance of every class stand there before the freeze"):
        forecast = planner.locator("#outlook")
        expect(forecast).to_contain_text("名录中的机构")
        row = forecast.locator("tbody tr", has_text="机动车检验").first
        for credit in range(4):
            chance = row.locator("td.chance b").nth(credit).inner_text()
            drawn, pool = map(int, chance.split("/"))
            assert 0 < drawn <= pool, chance
    with walk.step("a quota that breaks the sum is refused with the field's name"):
        planner.get_by_label("计划名称").fill(f"{today.year}年第二次监督抽查（浏览器演练）")
        planner.get_by_label("自查截止").fill(today.isoformat())
        planner.get_by_label("现场检查开始").fill(today.isoformat())
        planner.get_by_label("现场检查结束").fill(str(today + datetime.timedelta(days=75)))
        planner.get_by_label("结果汇总").fill(str(today + datetime.timedelta(days=100)))
        planner.get_by_label("抽查数（家）").nth(2).fill("9")
        planner.get_by_role("button", name="核对并保存").click()
        walk.sees(planner, "合计 124 家", "与计划总数 120 家不符", "多 4 家", "司法鉴定 9")
        # What was typed is still there.
        expect(planner.get_by_label("现场检查开始")).to_have_value(today.isoformat())
    with walk.step("an impossible quota is refused naming field and pool"):
        planner.get_by_label("抽查数（家）").nth(2).fill("5000")
        planner.get_by_label("抽查总数（家）").fill("5115")
        planner.get_by_role("button", name="核对并保存").click()
        walk.sees(planner, "“司法鉴定”要抽 5000 家", "名录中这个领域只有")
    with walk.step("the corrected plan is saved with its dates"):
        planner.get_by_label("抽查数（家）").nth(2).fill("5")
        planner.get_by_label("抽查总数（家）").fill("120")
        planner.get_by_role("button", name="重新测算").click()
        expect(planner.get_by_role("alert")).to_have_count(0)
        planner.get_by_role("button", name="核对并保存").click()
        walk.heading(planner, "浏览器演练")
        walk.sees(planner, "已保存", chinese_day(today), "下一步：封存名单")
    with walk.step("what is to be inspected is chosen from the published items, before the freeze"):
        walk.sees(planner, "先改正下面列出的问题，才能封存")
        planner.goto(f"/plans/{number}/items")
        for choice in planner.get_by_role("checkbox").all():
            choice.check()
        planner.get_by_role("button", name="保存选定的事项").click()
        expect(planner.get_by_role("link", name="封存名单并准备抽取")).to_be_visible()
    return number
