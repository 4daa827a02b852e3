#!/usr/bin/env python3
"""Makes the workbooks beside this file, as real programs write them.

    Tests/Sheets/Workbooks/make.py        (needs openpyxl and xlsxwriter of requirements-dev.txt)

Everything in them is invented. They are kept as they are: a file of another version of these
programs may have other bytes.
"""
import datetime
import pathlib

import openpyxl
import xlsxwriter
from openpyxl.styles import Font, PatternFill

HERE = pathlib.Path(__file__).resolve().parent
HEADER = ["统一社会信用代码", "机构名称", "证书编号", "有效期至", "行政区划", "检验检测领域", "备注"]
ROW = ["91310115MA1K00015K", "甲检测有限公司", "230912110001", "2029-06-30", "310115", "机动车检验", ""]


def titled():
    """A hidden sheet first, a merged title, a date cell, numbers, hidden column and row, formatted
    blank rows behind the table."""
    book = openpyxl.Workbook()
    book.active.title = "字典"
    book.active.append(["不是", "名录"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("机构名录")
    sheet.append(["2026年检验检测机构名录"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append([name + ("*" if number < 5 else "") for number, name in enumerate(HEADER)])
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    sheet.append(ROW[:3] + [datetime.date(2029, 6, 30)] + ROW[4:])
    sheet.append(["９１310104MA1K00023G", "乙检测", 220905110002, 47299, 310104, "机动车检验", True])
    sheet.append(["x", "藏起来的行", "1", datetime.datetime(2028, 1, 2, 3, 4, 5), "", "", 0.1])
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet["D4"].number_format = 'yyyy"年"m"月"d"日";@'
    for row in range(7, 60):
        for column in "ABCDEFG":
            sheet[f"{column}{row}"].fill = PatternFill("solid", fgColor="FFFFFF")
    book.active = 1
    book.save(HERE / "titled.xlsx")


def shared():
    """Shared and rich texts, formulas with their last values, errors, days from 1904."""
    book = xlsxwriter.Workbook(HERE / "shared.xlsx")
    sheet = book.add_worksheet("名录")
    bold = book.add_format({"bold": True})
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name, bold)
    for row in range(1, 4):
        for column, cell in enumerate(ROW):
            sheet.write_string(row, column, cell)
    sheet.write_rich_string(1, 1, "甲", bold, "检测", "有限公司")
    sheet.write_formula(2, 1, '="乙"&"检测"', None, "乙检测")
    sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    sheet.write_string(2, 6, "两\n行")
    sheet.write_string(3, 6, "_x0041_")
    sheet.write_number(2, 0, 913101150000000001)
    book.close()


def epoch():
    """Days counted from 1904, texts inside the cells."""
    book = xlsxwriter.Workbook(
        HERE / "epoch-1904.xlsx", {"constant_memory": True, "date_1904": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(HEADER):
        sheet.write(0, column, name)
    for column, cell in enumerate(ROW):
        sheet.write_string(1, column, cell)
    sheet.write_datetime(1, 3, datetime.datetime(2029, 6, 30), day)
    for column, cell in enumerate(ROW):
        sheet.write_string(2, column, cell)
    sheet.write_number(2, 3, 47299 - 1462)
    book.close()


def hidden():
    """A hidden sheet of words first; a hidden column and row, and a note beside the table."""
    book = openpyxl.Workbook()
    book.active.title = "填写说明"
    book.active.append(["机构名称", "请填全称"])
    book.active.sheet_state = "veryHidden"
    sheet = book.create_sheet("名录")
    sheet.append(["统一社会信用代码", "机构名称", "资质认定证书编号", "证书有效期至", "行政区划代码",
                  "检验检测领域"])
    sheet.append(ROW[:6])
    sheet.append(["91310104MA1K00023G", "乙检测", "220905110002", "2028-03-31", "310104", "机动车检验"])
    sheet["H5"] = "2026年11月整理"
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.active = 1
    book.save(HERE / "hidden.xlsx")


titled()
shared()
epoch()
hidden()
