"use strict";
// The page around the verifier: takes files, starts verify-engine.js in a worker, shows what was
// recomputed (verify-report.js). The same scripts serve /verify and the one-file page.
(() => {
  const { STEPS, facts, lines, isSame, make, text, quiet, code, chip, size, number } = mingchaReport;
  const card = document.getElementById("verifier");
  const report = document.getElementById("verification");
  const now = document.getElementById("verification-now");
  const verdict = document.getElementById("verdict");
  const list = document.getElementById("recomputed");
  const stop = document.getElementById("verification-stop");
  const drop = card.querySelector(".drop");
  let current = null; // what is being checked

  // What the module reports, in its own numbering: which step is under way, and in words.
  const PROGRESS = [
    ["roots", "正在读名单，计算指纹"], ["tickets", "正在计算每家的签号"], ["teams", "正在求每人最多查几家"],
    ["teams", "正在组建检查组"], ["changes", "正在重做抽取之后的变动"],
  ];

  // MARK: the steps on the page

  const marks = {
    waiting: ["", "等待"], running: ["act", "正在重算"], computed: ["", "已重算，待比较"],
    same: ["ok", "与记录相同"], different: ["bad", "与记录不同"], read: ["ok", "已读取"],
    none: ["", "没有这一步"], stopped: ["", "没有算到"],
  };

  function clear() {
    list.replaceChildren(...STEPS.map(({ id, title }) => make(
      "li", { id: `step-${id}` }, make("div", { class: "card-head" }, make("h2", {}, title)),
      make("div", { class: "stack" }))));
    for (const { id } of STEPS) mark(id, "waiting");
    verdict.replaceChildren();
    verdict.className = "verdict";
  }

  function mark(id, state, ...content) {
    const item = document.getElementById(`step-${id}`);
    item.dataset.state = state;
    item.querySelector(".chip")?.remove();
    item.firstElementChild.append(chip(...marks[state]));
    if (content.length > 0 || state === "waiting") item.lastElementChild.replaceChildren(...content);
  }

  function stateOf(id) { return document.getElementById(`step-${id}`).dataset.state; }

  function say(sentence) { if (now.textContent !== sentence) now.textContent = sentence; }

  function show(step, done, total) {
    const [id, sentence] = PROGRESS[step] ?? ["roots", "正在重算"];
    for (const earlier of STEPS.slice(1, STEPS.findIndex((one) => one.id === id))) {
      if (["waiting", "running"].includes(stateOf(earlier.id))) mark(earlier.id, "computed", "");
    }
    say(sentence + "……");
    const bar = document.querySelector(`#step-${id} progress`);
    if (stateOf(id) === "running" && bar) {
      bar.max = Math.max(total, 1);
      bar.value = Math.min(done, bar.max);
    } else {
      mark(id, "running", make("progress", {
        max: Math.max(total, 1), value: Math.min(done, Math.max(total, 1)), "aria-label": sentence,
      }));
    }
  }

  // MARK: the outcome

  function finish({ outcome, found }) {
    const seconds = ((performance.now() - current.start) / 1000).toFixed(1);
    end();
    if (outcome.status === 2) return refuse(outcome.complaint.trimEnd());
    if (outcome.transcript) explain(lines(outcome.transcript), lines(found));
    else leaveSteps();
    mark("whole", outcome.status === 0 ? "same" : "different",
      text(outcome.transcript
        ? `重算的记录有${number(outcome.transcript.length)}字节，手头的记录有${number(found.length)}字节。`
        : "文件之间已经对不上，后面的步骤算不下去。"),
      make("div", { class: "actions" }, outcome.transcript && download(outcome.transcript)),
      make("details", {}, make("summary", {}, "命令行 mingcha verify 打印的也是这些"),
        make("pre", {}, outcome.printed)));
    if (outcome.status === 0) return agree(outcome.printed.trim().split(" ")[1], seconds);
    return differ(outcome.printed.split("\n"));
  }

  function explain(expected, published) {
    for (const { id, keys } of STEPS) {
      if (!facts[id]) continue;
      const isEmpty = keys.every((key) => expected.of(key).length + published.of(key).length === 0);
      mark(id, isEmpty ? "none" : isSame(expected, published, keys) ? "same" : "different",
        ...facts[id](expected, published));
    }
  }

  /** What was not computed says so. */
  function leaveSteps() {
    for (const { id } of STEPS) {
      if (["waiting", "running", "computed"].includes(stateOf(id))) mark(id, "stopped", "");
    }
  }

  function agree(digest, seconds) {
    const published = card.dataset.digest;
    const isOurs = current.isPublished && published;
    verdict.className = "verdict ok";
    verdict.replaceChildren(
      make("h2", {}, "核对一致"),
      text(`记录里的每一个字节都和重新计算的结果相同（用时${seconds}秒）。记录指纹：`),
      make("p", {}, code(digest)),
      isOurs && published !== digest
        ? make("p", { class: "problems" }, `但本网站公布的记录指纹是${published}，与它不同：这份资料不是公布的那一份。`)
        : quiet(isOurs ? "与本网站公布的记录指纹相同。"
          : "请再与抽取当时公布的记录指纹对照：相同，这份记录就是当时抽出的那一份。"));
    say("核对完成：一致。");
  }

  function differ([first, ...rest]) {
    const [expected, found, file] = rest.map((row) => row.slice(row.indexOf(": ") + 2));
    const line = first.match(/:(\d+):/)?.[1] ?? "";
    verdict.className = "verdict bad";
    verdict.replaceChildren(
      make("h2", {}, "核对不一致"),
      text(`记录的第${line}行起与重新计算的结果不同。`),
      make("dl", { class: "pairs" },
        make("dt", {}, "应为"), make("dd", { class: "said mono" }, ...marked(expected, found)),
        make("dt", {}, "实为"), make("dd", { class: "said mono" }, ...marked(found, expected)),
        make("dt", {}, "改动在"), make("dd", {}, make("b", {}, file))),
      quiet(file === "transcript.txt" ? "改动在记录本身：它与名单、规则和随机数算出的结果不符。"
        : "这个文件不是记录所说的那一份；它一改动，后面算出的一切都会不同。请核对它是不是公布的原件。"));
    say("核对完成：不一致。");
  }

  /** A line with the part that differs from the other marked. */
  function marked(line, other) {
    const [a, b] = [[...line], [...other]];
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const middle = a.slice(start, a.length - end).join("");
    return [a.slice(0, start).join(""), middle && make("mark", {}, middle),
      a.slice(a.length - end).join("")].filter(Boolean);
  }

  function refuse(complaint) {
    leaveSteps();
    verdict.className = "verdict refused";
    verdict.replaceChildren(make("h2", {}, "没有核对成"), text(complaint),
      /^(seed\.tsv|transcript\.txt): 没有/.test(complaint)
        ? quiet("这次抽取可能还没有进行，或者记录还没有公开。")
        : quiet("资料不完整或不合规格，无从比较；这不说明抽取有误，也不说明无误。"));
    say("没有核对成。");
  }

  function download(bytes) {
    return make("a", {
      class: "button", download: "transcript.txt",
      href: URL.createObjectURL(new Blob([bytes], { type: "text/plain" })),
    }, "下载重算的记录");
  }

  // MARK: running

  /** `given`: [{path, blob}, …]. */
  async function start(given, isPublished) {
    end();
    const task = { start: performance.now(), isPublished, worker: null };
    current = task;
    report.hidden = false;
    stop.hidden = false;
    drop.inert = true;
    clear();
    say("正在读取文件……");
    report.scrollIntoView({ block: "start" });
    const listen = (message) => { if (current === task) hear(message); };
    try {
      const module = await moduleBytes();
      if (current !== task) return;
      const worker = await openWorker();
      if (current !== task) { worker?.terminate(); return; }
      task.worker = worker;
      if (worker) {
        worker.onmessage = ({ data }) => listen(data);
        worker.onerror = (event) => {
          event.preventDefault();
          if (current === task) { end(); refuse(`核对程序意外停止（${event.message}），请换一个浏览器再试。`); }
        };
        worker.postMessage({ module, blobs: given });
      } else {
        say("浏览器不让在后台计算，页面会停顿片刻……");
        await new Promise((resolve) => { setTimeout(resolve, 50); });
        await mingchaCheck({ module, blobs: given }, listen);
      }
    } catch (error) {
      if (current === task) { end(); refuse(`没有核对成（${error.message}），请重新载入页面再试。`); }
    }
  }

  function end() {
    current?.worker?.terminate();
    if (current) current.worker = null;
    stop.hidden = true;
    drop.inert = false;
  }

  function hear(message) {
    if (message.kind === "reading") say(`正在读取${message.name}……`);
    if (message.kind === "progress") show(message.step, message.done, message.total);
    if (message.kind === "files") {
      mark("files", "read", make("dl", { class: "pairs" }, ...message.sizes.flatMap((file) => [
        make("dt", {}, file.name), make("dd", {}, size(file.size))])));
      mark("roots", "running", make("progress", { "aria-label": "正在重算" }));
      say("正在重算……");
    }
    if (message.kind === "done") finish(message);
  }

  /** The module's bytes: fetched once, or carried by the page itself. */
  let kept = null;
  async function moduleBytes() {
    if (kept) return kept;
    const carried = document.getElementById("draw-module");
    if (carried) {
      kept = Uint8Array.from(atob(carried.textContent), (letter) => letter.charCodeAt(0));
    } else {
      const answer = await fetch(card.dataset.module);
      if (!answer.ok) throw new Error(`核对程序下载失败，状态码${answer.status}`);
      kept = new Uint8Array(await answer.arrayBuffer());
    }
    return kept;
  }

  /** A worker that has said it is ready, or null where the browser refuses one. */
  function openWorker() {
    return new Promise((resolve) => {
      try {
        const carried = document.getElementById("verify-engine");
        const address = carried
          ? URL.createObjectURL(new Blob([carried.textContent], { type: "text/javascript" }))
          : card.dataset.engine;
        const worker = new Worker(address);
        worker.onmessage = () => resolve(worker);
        worker.onerror = (event) => { event.preventDefault(); worker.terminate(); resolve(null); };
      } catch {
        resolve(null);
      }
    });
  }

  // MARK: taking files

  /** Files chosen or dropped; those of a folder's own folders are left out. */
  function take(files) {
    const given = [...files].map((file) => {
      const parts = (file.webkitRelativePath || file.name).split("/");
      return { path: parts.length > 2 ? "" : parts.at(-1), blob: file };
    }).filter((one) => one.path !== "");
    if (given.length > 0) return start(given, false);
    report.hidden = false;
    clear();
    return refuse("没有选到文件，请选抽取资料的ZIP，或者直接装着它们的文件夹。");
  }

  /** What was dropped: files, or the files directly in one folder. */
  async function takeDropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const folder = entries.find((entry) => entry.isDirectory);
    if (!folder) return take(transfer.files);
    const reader = folder.createReader();
    const inside = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
      if (some.length === 0) break;
      inside.push(...some);
    }
    const given = await Promise.all(inside.filter((entry) => entry.isFile).map(async (entry) => ({
      path: entry.name,
      blob: await new Promise((resolve, reject) => { entry.file(resolve, reject); }),
    })));
    return start(given, false);
  }

  async function takePublished() {
    report.hidden = false;
    clear();
    say("正在下载抽取资料……");
    try {
      const answer = await fetch(card.dataset.archive);
      if (!answer.ok) throw new Error(`状态码${answer.status}`);
      const blob = await answer.blob();
      await start([{ path: card.dataset.name, blob }], true);
    } catch (error) {
      refuse(`抽取资料下载失败（${error.message}），请检查网络后再试。`);
    }
  }

  for (const field of drop.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", () => { take(field.files); field.value = ""; });
  }
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) drop.classList.remove("over");
  });
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    takeDropped(event.dataTransfer).catch((error) => {
      refuse(`拖来的文件读不出来（${error.message}），请改用按钮选择。`);
    });
  });
  stop.addEventListener("click", () => {
    end();
    leaveSteps();
    verdict.className = "verdict refused";
    verdict.replaceChildren(make("h2", {}, "已停止"), quiet("没有算完，不说明一致或不一致。可以重新选文件再核对。"));
    say("已停止。");
  });
  // A file that misses the box is not opened in place of the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
  // Without network the page stays, and can still take files.
  card.querySelector("form")?.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    report.hidden = false;
    clear();
    refuse("现在没有网络，取不到这次抽取的资料。已经下载的资料可以直接选文件核对。");
  });
  drop.hidden = false;
  document.getElementById("needs-script")?.remove();
  if (card.dataset.archive) takePublished();
})();
