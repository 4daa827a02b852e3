"use strict";
// Checks a draw: reads its files out of a folder or a ZIP, runs the WebAssembly module over them
// and gives back what `mingcha verify` prints. It knows no page. It runs in a worker of its own,
// or, where a browser refuses one, in the page; it never touches the network.
//
//   await mingchaVerify(module, files)   files: {"roster.tsv": Uint8Array, …}
//     → {status, printed, complaint, transcript}   as the command line: exit status, standard
//       output, standard error; transcript: as it should be, null if it could not be computed
//   await mingchaDraw(module, files)     the same of `mingcha draw`
//   await mingchaFiles(blobs)            files out of [{path, blob}, …], a folder's or one ZIP
//   await mingchaCheck(task, post)       all of it, telling `post` step by step what is done
(() => {
  const ROSTER = "roster.tsv";
  // In the order the module numbers them.
  const OTHERS = [
    "rules.tsv", "seed.tsv", "inspectors.tsv", "conflicts.tsv", "amendments.tsv", "transcript.txt",
  ];
  const NAMES = [ROSTER, ...OTHERS];
  const LARGEST = 2 ** 30; // bytes, all files together
  const LARGEST_UNPACKED = 2 ** 28; // bytes of a ZIP's files, as everywhere
  const MOST_ENTRIES = 100;
  const DAMAGED = "ZIP不完整或已损坏，请重新下载。";
  const ZIP64 = "是ZIP64格式，请解开后选文件夹。";

  /** A file that is not taken: one sentence with its name. */
  class Refused extends Error {
    constructor(file, sentence) { super(`${file}: ${sentence}`); }
  }

  // MARK: the module

  function run(module, action, files, report) {
    const source = files[ROSTER];
    const imports = {
      mingcha: {
        progress: report ?? (() => {}),
        // Through a blob only in a worker, where a file can be read at once.
        read_roster(offset, room, count) {
          const piece = source instanceof Uint8Array ? source.subarray(offset, offset + count)
            : read(source.slice(offset, offset + count));
          new Uint8Array(code.memory.buffer, room >>> 0, count).set(piece);
        },
      },
    };
    const code = new WebAssembly.Instance(module, imports).exports;
    let session;
    const bytes = (kind) => {
      const start = code.mingcha_output(session, kind) >>> 0;
      return new Uint8Array(code.memory.buffer, start, code.mingcha_output_size(session, kind) >>> 0);
    };
    const text = (kind) => new TextDecoder().decode(bytes(kind));
    try {
      session = code.mingcha_open();
      if (source) code.mingcha_take_roster(session, source.length ?? source.size);
      for (const [kind, name] of OTHERS.entries()) {
        if (!Object.hasOwn(files, name)) continue;
        const file = files[name];
        const room = code.mingcha_allocate(file.length);
        new Uint8Array(code.memory.buffer, room >>> 0, file.length).set(file);
        code.mingcha_take(session, kind, room, file.length);
      }
      const status = code[action](session);
      const transcript = bytes(2).slice();
      return {
        status, printed: text(0), complaint: text(1),
        transcript: transcript.length > 0 ? transcript : null,
      };
    } catch (error) {
      if (error instanceof Refused) throw error;
      const sentence = code.mingcha_is_exhausted()
        ? "浏览器给的内存不够，请关掉其他页面再试，或改用命令行 mingcha verify。"
        : `核对程序意外停止（${error.message}），请改用命令行 mingcha verify 核对，并把这些文件交给我们查找原因。`;
      return { status: 2, printed: "", complaint: sentence + "\n", transcript: null };
    }
  }

  function read(blob) {
    try {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob));
    } catch (error) {
      throw unreadable(ROSTER, error);
    }
  }

  function unreadable(name, error) {
    return new Refused(name, `读不出来（${error.message}），请检查文件是否还在、是否有权限。`);
  }

  // MARK: files

  /** The files of a draw: the blobs of one folder, or those inside a single ZIP. */
  async function files(blobs, report) {
    if (blobs.length === 1 && !NAMES.includes(blobs[0].path)) {
      const { path, blob } = blobs[0];
      if ((await start(blob)) === 0x04034b50 || path.toLowerCase().endsWith(".zip")) {
        return unzip(path, blob, report);
      }
    }
    const known = new Map();
    let total = 0;
    for (const { path, blob } of blobs) {
      if (!NAMES.includes(path)) continue;
      if (known.has(path)) throw new Refused(path, "有两个同名的文件，请只选一个抽取的文件夹。");
      known.set(path, blob);
      total = count(path, total, blob.size);
    }
    if (known.size === 0) {
      throw new Refused(
        ROSTER, "没有这个文件：选的不是抽取资料。请选下载的ZIP，或直接装着roster.tsv、rules.tsv等的文件夹。");
    }
    const result = {};
    for (const path of NAMES.filter((name) => known.has(name))) {
      const blob = known.get(path);
      report?.(path, blob.size);
      if (path === ROSTER && typeof FileReaderSync === "function") {
        result[path] = blob;
        continue;
      }
      try {
        result[path] = new Uint8Array(await blob.arrayBuffer());
      } catch (error) {
        throw unreadable(path, error);
      }
    }
    return result;
  }

  async function start(blob) {
    const head = await blob.slice(0, 4).arrayBuffer();
    return head.byteLength < 4 ? 0 : new DataView(head).getUint32(0, true);
  }

  function count(path, total, size) {
    if (total + size > LARGEST) {
      throw new Refused(path, "文件加起来超过1 GiB，浏览器里核对不了，请改用命令行 mingcha verify。");
    }
    return total + size;
  }

  // MARK: ZIP (PKWARE APPNOTE 6.3), only what a plain archive of a folder needs

  async function unzip(archive, blob, report) {
    const refuse = (sentence) => { throw new Refused(archive, sentence); };
    const kept = plainFiles(await directory(blob, refuse), refuse);
    if (kept.length === 0) throw new Refused(ROSTER, "ZIP里没有这个文件，选的不是抽取资料，请核对。");
    if (kept.reduce((sum, entry) => sum + entry.size, 0) > LARGEST_UNPACKED) {
      refuse("ZIP解压后超过256 MiB，不是正常的抽取资料，请核对来源。");
    }
    const result = {};
    for (const entry of kept) {
      report?.(entry.name, entry.size);
      result[entry.name] = await content(entry, blob, refuse);
    }
    return result;
  }

  /** The entries of the central directory, folders left out, each checked to be plain. */
  async function directory(blob, refuse) {
    const { offset, size, number } = await directoryPlace(blob, refuse);
    const view = new DataView(await blob.slice(offset, offset + size).arrayBuffer());
    const all = [];
    let at = 0;
    for (let index = 0; index < number; index += 1) {
      if (at + 46 > size || view.getUint32(at, true) !== 0x02014b50) refuse(DAMAGED);
      const [nameSize, extraSize, commentSize] = [28, 30, 32].map((k) => view.getUint16(at + k, true));
      const next = at + 46 + nameSize + extraSize + commentSize;
      if (next > size) refuse(DAMAGED);
      const entry = {
        path: decode(new Uint8Array(view.buffer, at + 46, nameSize)),
        isUnix: [3, 19].includes(view.getUint8(at + 5)),
        flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true),
        check: view.getUint32(at + 16, true), packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true), disk: view.getUint16(at + 34, true),
        mode: view.getUint16(at + 40, true), offset: view.getUint32(at + 42, true),
      };
      refuseOdd(entry, refuse);
      all.push(entry);
      at = next;
    }
    if (at !== size) refuse(DAMAGED);
    // Entries that share bytes are how small archives become enormous.
    const places = [...all].sort((one, other) => one.offset - other.offset);
    for (const [index, entry] of places.entries()) {
      if (entry.offset + 30 + entry.packed > (places[index + 1]?.offset ?? offset)) refuse(DAMAGED);
    }
    return all.filter((entry) => !entry.path.endsWith("/"));
  }

  /** Where the central directory lies, by the record at the end of the archive. */
  async function directoryPlace(blob, refuse) {
    const from = Math.max(0, blob.size - 22 - 20);
    const tail = new DataView(await blob.slice(from).arrayBuffer());
    const at = tail.byteLength - 22;
    if (at < 0 || tail.getUint32(at, true) !== 0x06054b50 || tail.getUint16(at + 20, true) !== 0) {
      refuse(DAMAGED);
    }
    const [disk, startDisk, here, number] = [4, 6, 8, 10].map((k) => tail.getUint16(at + k, true));
    const [size, offset] = [12, 16].map((k) => tail.getUint32(at + k, true));
    if (number === 0xffff || size === 0xffffffff || offset === 0xffffffff
      || (at >= 20 && tail.getUint32(at - 20, true) === 0x07064b50)) refuse(ZIP64);
    if (disk !== 0 || startDisk !== 0 || here !== number) refuse("是分卷的ZIP，请先合并再试。");
    if (number > MOST_ENTRIES) {
      refuse(`ZIP里的文件超过${MOST_ENTRIES}个，不是正常的抽取资料，请核对来源。`);
    }
    if (offset + size !== from + at) refuse(DAMAGED);
    return { offset, size, number };
  }

  function decode(bytes) { return new TextDecoder().decode(bytes); }

  function refuseOdd(entry, refuse) {
    const { path } = entry;
    if (entry.flags & 0x2041) refuse(`ZIP里的“${path}”加了密码，请去掉密码后重新压缩。`);
    const kind = entry.mode & 0xf000;
    if (entry.isUnix && kind !== 0 && kind !== 0x8000 && kind !== 0x4000) {
      refuse(`ZIP里的“${path}”是链接或设备，不是普通文件，请核对来源后重新下载。`);
    }
    if (entry.disk !== 0 || [entry.packed, entry.size, entry.offset].includes(0xffffffff)) {
      refuse(ZIP64);
    }
    if (path.startsWith("/") || /[\u0000-\u001f\\]/.test(path) || /(^|\/)\.\.?(\/|$)/.test(path)) {
      refuse(`ZIP里的文件名“${path}”会越出文件夹，请核对来源后重新下载。`);
    }
  }

  /** The files of a draw: at the top, or all in one folder as in our own downloads. */
  function plainFiles(entries, refuse) {
    const first = entries[0]?.path.split("/") ?? [];
    const folder = first.length === 2 ? `${first[0]}/` : "";
    const seen = new Set();
    const kept = [];
    for (const entry of entries) {
      const { path } = entry;
      const name = path.startsWith(folder) ? path.slice(folder.length) : null;
      if (name === null || name === "" || name.includes("/")) {
        refuse(`ZIP里的“${path}”和其他文件不在同一层，抽取文件应都在最上层或同一个文件夹里，请重新压缩。`);
      }
      if (seen.has(name)) {
        refuse(`ZIP里有两个“${path}”，不知道应以哪个为准，请核对来源后重新下载。`);
      }
      seen.add(name);
      if (NAMES.includes(name)) kept.push({ ...entry, name });
    }
    return kept;
  }

  /** The bytes of an entry, never more than it announced. */
  async function content(entry, blob, refuse) {
    const { path, offset, packed, size } = entry;
    if (entry.method !== 0 && entry.method !== 8) {
      refuse(`ZIP里的“${path}”用了不认识的压缩方法，请解开后选文件夹。`);
    }
    const head = new DataView(await blob.slice(offset, offset + 30).arrayBuffer());
    if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) refuse(DAMAGED);
    const nameEnd = offset + 30 + head.getUint16(26, true);
    const from = nameEnd + head.getUint16(28, true);
    const local = decode(await blob.slice(offset + 30, nameEnd).arrayBuffer());
    if (local !== path || from + packed > blob.size) refuse(DAMAGED);
    let stream = blob.slice(from, from + packed).stream();
    if (entry.method === 8) stream = stream.pipeThrough(new DecompressionStream("deflate-raw"));
    const bytes = new Uint8Array(size);
    const reader = stream.getReader();
    let filled = 0;
    for (;;) {
      const { done, value } = await reader.read().catch(() => refuse(DAMAGED));
      if (done) break;
      if (filled + value.length > size) {
        await reader.cancel().catch(() => {});
        refuse(`ZIP里的“${path}”解压后比写明的大，已损坏或者是压缩炸弹，请从公布处重新下载。`);
      }
      bytes.set(value, filled);
      filled += value.length;
    }
    if (filled !== size || checksum(bytes) !== entry.check) refuse(DAMAGED);
    return bytes;
  }

  let table;
  function checksum(bytes) {
    table ??= Uint32Array.from({ length: 256 }, (_, value) => {
      for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
      return value;
    });
    let crc = 0xffffffff;
    for (let index = 0; index < bytes.length; index += 1) {
      crc = table[(crc ^ bytes[index]) & 255] ^ (crc >>> 8);
    }
    return (crc ^ 0xffffffff) >>> 0;
  }

  // MARK: a whole check

  /** `task`: {module: bytes of the module, blobs}; in a worker `post` is a message to the page. */
  async function check(task, post) {
    try {
      const given = await files(task.blobs, (name, size) => post({ kind: "reading", name, size }));
      const sizes = NAMES.filter((name) => Object.hasOwn(given, name))
        .map((name) => ({ name, size: given[name].length ?? given[name].size }));
      post({ kind: "files", sizes });
      const module = await WebAssembly.compile(task.module);
      let last = { step: -1, at: 0 };
      const outcome = run(module, "mingcha_verify", given, (step, done, total) => {
        const at = performance.now();
        if (step === last.step && at - last.at < 100) return;
        last = { step, at };
        post({ kind: "progress", step, done: done >>> 0, total: total >>> 0 });
      });
      post({ kind: "done", outcome, found: given["transcript.txt"] ?? null });
    } catch (error) {
      const complaint = error instanceof Refused ? error.message
        : error instanceof WebAssembly.CompileError
          ? "这个浏览器太旧，运行不了核对程序（WebAssembly），请换新版浏览器或改用命令行 mingcha verify。"
          : `没有核对成（${error.message}），请换一个浏览器或改用命令行 mingcha verify。`;
      post({
        kind: "done", found: null,
        outcome: { status: 2, printed: "", complaint: complaint + "\n", transcript: null },
      });
    }
  }

  if (typeof document === "undefined" && typeof postMessage === "function") {
    addEventListener("message", ({ data }) => check(data, (message) => postMessage(message)));
    postMessage({ kind: "ready" });
  }

  globalThis.mingchaCheck = check;
  globalThis.mingchaFiles = files;
  globalThis.mingchaVerify = async (module, given, report) => run(module, "mingcha_verify", given, report);
  globalThis.mingchaDraw = async (module, given, report) => run(module, "mingcha_draw", given, report);
})();
