#!/usr/bin/env python3
"""Writes large made-up workbooks for import, as a real program does (xlsxwriter).

    Benchmarks/workbook.py bodies FILE [--rows 50000] [--first 0]
    Benchmarks/workbook.py capabilities FILE [--rows 1000000] [--bodies 5000]

Bodies have valid credit codes; capabilities are those of the first bodies, a long tail of
parameters and standards that no standard body has issued. Same arguments, same rows.
"""
import argparse
import random

import xlsxwriter

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
REGIONS = ["310101", "310104", "310105", "310106", "310107", "310109", "310110", "310112",
           "310113", "310114", "310115", "310116", "310117", "310118", "310120", "310151"]
FIELDS = ["机动车检验", "生态环境监测", "水利水质监测"]


def uscc(number):
    """A valid code (GB 32100, GB 11714) of a number below 100 000."""
    organisation = f"MA1{number:05}"
    total = sum(weight * int(one, 36)
                for weight, one in zip([3, 7, 9, 10, 5, 8, 4, 2], organisation))
    organisation += "0X"[11 - total % 11 == 10] if total % 11 < 2 else str(11 - total % 11)
    code = "91310115" + organisation
    total = sum(weight * DIGITS.index(one) for weight, one in zip(WEIGHTS, code))
    return code + DIGITS[-total % 31]


def bodies(rows, first):
    yield ["统一社会信用代码", "机构名称", "资质认定证书编号", "证书有效期至", "行政区划代码", "地址",
           "检验检测领域", "信用风险分类", "状态", "法定代表人", "联系人"]
    for number in range(first, first + rows):
        yield [uscc(number), f"第{number}检验检测有限公司", f"2309{number % 10**8:08}",
               f"20{28 + number % 3}-06-30", REGIONS[number % 16], f"示例路{number}号",
               FIELDS[number % 2] + "、" + FIELDS[2], "ABCD"[number % 4], "正常", "", ""]


def capabilities(rows, bodies):
    yield ["统一社会信用代码", "机构名称", "场所", "证书编号", "类别", "参数", "标准编号", "标准名称",
           "条款", "方法", "限制范围", "起始日期", "截止日期", "状态"]
    choose = random.Random(1)
    for number in range(rows):
        body = number * bodies // rows
        parameter = int(choose.paretovariate(0.8)) % 20_000
        standard = (parameter * 7 + choose.randrange(3)) % 30_000
        yield [uscc(body), f"第{body}检验检测有限公司", "", "", f"示例产品{parameter % 500}",
               f"示例参数{parameter}", f"SL/T {standard}-20{10 + standard % 15}",
               f"示例产品{parameter % 500}中示例参数的测定{standard}", f"{number % 10_000 // 10}.{number % 10}",
               "示例法", "", "", "2029-06-30", "有效"]


def write(path, rows, is_large):
    """Texts are shared as Excel has them; in a large one they stand in their cells."""
    book = xlsxwriter.Workbook(path, {"constant_memory": is_large})
    sheet = book.add_worksheet("名录")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(place, column, cell)
    book.close()


def main():
    parser = argparse.ArgumentParser(description="Writes large made-up workbooks for import.")
    parser.add_argument("kind", choices=["bodies", "capabilities"])
    parser.add_argument("file")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--bodies", type=int, default=5_000)
    given = parser.parse_args()
    rows = given.rows or (50_000 if given.kind == "bodies" else 1_000_000)
    write(given.file, bodies(rows, given.first) if given.kind == "bodies"
          else capabilities(rows, given.bodies), rows > 100_000)


if __name__ == "__main__":
    main()
