"""一单两库: search, filter, and an import with a bad row."""
import io
import re
import zipfile

from playwright.sync_api import expect

NEW_BODY = "上海明察演练检测有限公司"


def credit_code(prefix17):
    """The whole code of GB 32100 for its first 17 characters."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(prefix17))
    return prefix17 + alphabet[(31 - total) % 31]


def bodies_file():
    """Two good rows, and a third whose day does not exist."""
    header = "统一社会信用代码,机构名称,资质认定证书编号,证书有效期至,行政区划代码,地址,检验检测领域,信用风险分类"
    rows = [
        [credit_code("91310104MAE9990011"[:17]), NEW_BODY, "250920119901", "2031-05-31", "310104",
         "上海市徐汇区演练路1号", "生态环境监测", "B"],
        [credit_code("91310115MAE9990022"[:17]), "上海明察演练机动车检验站", "250920119902", "2031-06-30",
         "310115", "上海市浦东新区演练路2号", "机动车检验", "C"],
        [credit_code("91310112MAE9990033"[:17]), "上海日期写错检测中心", "250920119903", "2031-02-30",
         "310112", "上海市闵行区演练路3号", "其他领域", "A"],
    ]
    return "\r\n".join([header] + [",".join(row) for row in rows]).encode()


def excel_file():
    """What Excel writes, as far as its first bytes and names go."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


def upload(page, name, content):
    page.goto("/imports")
    page.get_by_label("内容").select_option(label="检验检测机构")
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="上传并检查").click()


def search(walk, planner):
    with walk.step("the library finds bodies by a part of their name"):
        planner.get_by_role("searchbox", name="查找机构").fill("环境监测")
        planner.get_by_role("searchbox", name="查找机构").press("Enter")
        walk.heading(planner, "查找机构")
        # The name is marked where it matches.
        found = planner.locator("tbody mark", has_text="环境监测")
        expect(planner.locator("tbody tr").nth(6)).to_be_visible()
        planner.wait_for_load_state()
        expect(found).to_have_count(planner.locator("tbody tr").count())
    with walk.step("filters narrow the list and stand in the address"):
        planner.goto("/bodies")
        planner.get_by_label("行政区划").select_option(label="徐汇区")
        planner.get_by_role("button", name="筛选").click()
        expect(planner.get_by_label("行政区划")).to_have_value("310104")
        planner.wait_for_url(re.compile("region=310104"))
        for row in planner.locator("tbody tr").all():
            expect(row).to_contain_text(re.compile("徐汇区|场所在本辖区"))
        planner.reload()
        expect(planner.get_by_label("行政区划")).to_have_value("310104")
    with walk.step("a search without a hit says what to do"):
        planner.goto("/bodies?q=没有这样的机构")
        walk.sees(planner, "没有符合条件的机构", "查看全部机构")


def imports(walk, planner):
    with walk.step("the dry run names row, column, value, reason and suggestion"):
        upload(planner, "新增机构.csv", bodies_file())
        walk.sees(planner, "检查完成，尚未入库")
        bad = planner.locator("tbody tr", has_text="不合格")
        expect(bad).to_have_count(1)
        expect(bad.locator("td").nth(0)).to_have_text("4")
        expect(bad).to_contain_text("证书有效期至")
        expect(bad).to_contain_text("2031-02-30")
        expect(bad).to_contain_text("不是存在的日期")
    walk.picture(planner, "import-dry-run")
    with walk.step("nothing is stored before the file is accepted"):
        planner.goto(f"/bodies?q={NEW_BODY}")
        walk.sees(planner, "没有符合条件的机构")
        planner.go_back()
    with walk.step("accepting takes over the good rows only"):
        planner.get_by_role("button", name="导入2行").click()
        walk.sees(planner, "导入完成", "全部合格行已经入库")
        planner.goto(f"/bodies?q={NEW_BODY}")
        expect(planner.locator("tbody tr")).to_have_count(1)
        planner.goto("/bodies?q=上海日期写错检测中心")
        walk.sees(planner, "没有符合条件的机构")
    with walk.step("an Excel file renamed to .csv is known by its content"):
        upload(planner, "名录.csv", excel_file())
        walk.sees(planner, "不完整或已经损坏", "另存为")
    with walk.step("an upload of 65 MB is refused with a sentence"):
        large = walk.data / "large.csv"
        with large.open("wb") as file:
            file.truncate(65 * 1024 * 1024)
        planner.goto("/imports")
        planner.get_by_label("文件", exact=True).set_input_files(large)
        planner.get_by_role("button", name="上传并检查").click()
        walk.sees(planner, "内容太大", "单次上传不超过 64 MB")
        large.unlink()
