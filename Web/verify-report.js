"use strict";
// What verify.js shows of a recomputed draw: every fact is read out of the transcript as it should
// be, and each step says whether the transcript at hand has the same lines.
const mingchaReport = (() => {
  const LONGEST_TABLE = 500;

  // The steps, with the lines of the transcript each of them gives.
  const STEPS = [
    { id: "files", title: "读取文件", keys: [] },
    { id: "roots", title: "名单与规则的指纹", keys: ["roster", "rules", "inspectors", "conflicts"] },
    { id: "seed", title: "种子", keys: ["seed"] },
    { id: "chances", title: "每个阶段的机会", keys: ["stage", "stratum"] },
    { id: "tickets", title: "每家的签号", keys: ["pick"] },
    { id: "teams", title: "检查组", keys: ["load", "team"] },
    { id: "changes", title: "抽取之后的变动", keys: ["replace", "withdraw", "recuse", "their team"] },
    { id: "whole", title: "逐字节比较", keys: [] },
  ];

  // MARK: small parts

  function make(tag, attributes, ...content) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
    element.append(...content.filter((part) => part !== null));
    return element;
  }

  const format = new Intl.NumberFormat("zh-CN"); // made once: thousands of numbers are shown
  const number = (value) => format.format(Number(value));
  const text = (value) => make("p", {}, value);
  const quiet = (value) => make("p", { class: "small quiet" }, value);
  const code = (digest) => make("code", { class: "hash" }, digest.replace(/(.{4})(?=.)/g, "$1 "));
  const chip = (kind, words) => make("span", { class: `chip ${kind}`.trim() }, words);

  function size(bytes) {
    if (bytes < 1024) return `${bytes} 字节`;
    return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`;
  }

  /** `columns`: [heading, kind]; kind is "", "num", "name" or "hash". `tell`: a row's values. */
  function table(caption, columns, rows, tell = (row) => row) {
    const cells = (row) => row.map((value, index) => {
      const [heading, kind] = columns[index];
      if (kind === "hash") return make("td", { class: "digest" }, code(value));
      return make("td", kind === "num" ? { class: kind, "data-label": heading } : { class: kind },
        value);
    });
    const shown = rows.slice(0, LONGEST_TABLE);
    const left = rows.length - shown.length;
    return make("div", { class: "stack" },
      make("div", { class: `scroll${rows.length > 12 ? " tall" : ""}`, tabindex: "0", role: "region",
        "aria-label": caption },
        make("table", { class: "stacked" },
          make("thead", {}, make("tr", {}, ...columns.map(([heading, kind]) => make(
            "th", kind === "num" ? { scope: "col", class: "num" } : { scope: "col" }, heading)))),
          make("tbody", {}, ...shown.map((row) => make("tr", {}, ...cells(tell(row))))))),
      left > 0 ? quiet(`还有${number(left)}行没有列出，全部写在重算的记录里。`) : null,
      shown.length > 12 ? make("p", { class: "small quiet paper" }, "纸上只列前12行。") : null);
  }

  // MARK: what a transcript says

  /** Lines by their first field; the teams that follow a replacement apart from those drawn. */
  function lines(bytes) {
    const found = new Map();
    let isAfter = false;
    for (const line of bytes === null ? [] : new TextDecoder().decode(bytes).split("\n")) {
      const fields = line.split("\t");
      let key = fields[0];
      isAfter ||= ["replace", "withdraw", "recuse"].includes(key);
      if (key === "team" && isAfter) key = "their team";
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(fields);
    }
    return { of: (key) => found.get(key) ?? [] };
  }

  function isSame(one, other, keys) {
    return keys.every((key) => {
      const [a, b] = [one.of(key), other.of(key)];
      return a.length === b.length && a.every((row, at) => row.join("\t") === b[at].join("\t"));
    });
  }

  const NAMES = { roster: "机构名单", rules: "抽取规则", inspectors: "检查人员名单", conflicts: "回避关系" };

  const facts = {
    roots(expected, found) {
      const rows = [];
      for (const key of ["roster", "rules", "inspectors", "conflicts"]) {
        for (const row of expected.of(key)) {
          const isAlike = found.of(key)[0]?.[1] === row[1];
          rows.push([`${NAMES[key]} ${key}.tsv`, row[2] ? number(row[2]) : "", row[1],
            chip(isAlike ? "ok" : "bad", isAlike ? "相同" : "不同")]);
        }
      }
      return [text("从文件的每一行算起；改动任何一个字，指纹就不同。"), table("指纹",
        [["文件", "name"], ["记录", "num"], ["重算的指纹", "hash"], ["与记录", ""]], rows)];
    },
    seed(expected) {
      return [text("由上面的指纹和各方的随机数合成，决定所有签号："), make("p", {}, code(expected.of("seed")[0][1]))];
    },
    chances(expected) {
      const names = new Map(expected.of("stage").map((row) => [row[1], row[2]]));
      const rows = expected.of("stratum");
      const tell = (row) => [
        names.get(row[1]), row[2], number(row[3]), row[4], number(row[5]),
        `${number(row[5])} / ${number(row[3])}`];
      const short = expected.of("stage").filter((row) => row[6] !== "0");
      return [
        rows.length > 0 ? table("机会", [["阶段", "name"], ["类别", ""], ["家数", "num"], ["权重", "num"],
          ["抽取", "num"], ["每家的机会", "num"]], rows, tell) : text("没有符合条件的机构。"),
        ...short.map((row) => text(`阶段“${row[2]}”少抽${number(row[6])}家：符合条件的不够。`)),
      ];
    },
    tickets(expected) {
      const count = expected.of("stage").reduce((sum, row) => sum + Number(row[3]), 0);
      const stages = new Map(expected.of("stage").map((row) => [row[1], row[2]]));
      const rows = expected.of("pick").map((row) => [
        row[2], row[3], stages.get(row[1]), row[4], row[5]]);
      return [
        text(`一共计算了${number(count)}个签号；每个类别里最小的被抽中，共${number(rows.length)}家：`),
        rows.length > 0 ? table("抽中的签号", [["名次", "num"], ["编号", ""], ["阶段", ""],
          ["类别", ""], ["签号", "hash"]], rows) : null,
      ].filter(Boolean);
    },
    teams(expected) {
      const load = expected.of("load");
      if (load.length === 0) return [text("这次抽取没有检查人员名单，不组检查组。")];
      const rows = expected.of("team").map((row) => [row[1], row[2], row[3], row[4]]);
      return [
        text(rows.length > 0 ? `每人最多检查${load[0][1]}家，一共安排${number(rows.length)}个位置：` : "规则没有要求组建检查组。"),
        rows.length > 0 ? table("检查组", [["检查对象", ""], ["角色", ""], ["检查人员", ""],
          ["签号", "hash"]], rows) : null,
      ].filter(Boolean);
    },
    changes(expected) {
      const rows = [
        ...expected.of("replace").map((row) => [row[1], row[2], `退出，由${row[3]}递补`, row[6]]),
        ...expected.of("withdraw").map((row) => [row[1], row[2], "退出，没有可递补的", row[3]]),
        ...expected.of("recuse").map((row) => [row[1], row[2], `${row[4]}回避，由${row[5]}接替`, row[7]]),
      ].sort((one, other) => one[0] - other[0]);
      if (rows.length === 0) return [text("抽取之后没有变动。")];
      return [table("变动", [["序", "num"], ["检查对象", ""], ["变动", "name"], ["理由", "name"]], rows)];
    },
  };

  return { STEPS, facts, lines, isSame, make, text, quiet, code, chip, size, number };
})();
