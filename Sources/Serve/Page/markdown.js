// A Markdown text on the page, also while it grows. Blocks that are complete are made once and never looked at again;
// only the last one is made anew, at most once a frame, and seldom enough that it takes a fifth of the time at most.

import { parseBlocks } from "/page/blocks.js";
import { inlineNodes } from "/page/inline.js";
import { formulaNode } from "/page/formula.js";
import { make } from "/page/dom.js";

/** The longest text that is looked at again with each change. A longer block is cut in two. */
const longestOpen = 32768;

/** A place on the page that shows a growing text. */
export class MarkdownView {
  #place;
  #pending = "";
  #last = [];
  #code = null;
  #frame = null;
  #notBefore = 0;

  /** @param {Element} place shows the text, and nothing else. */
  constructor(place) {
    this.#place = place;
  }

  /** Adds to the end of the text. */
  append(text) {
    this.#pending += text.replaceAll("\r", "").replaceAll("\t", "    ");
    this.#schedule();
  }

  /** Shows all there is, now. */
  finish() {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#render();
  }

  #schedule() {
    if (this.#frame !== null) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = null;
      if (now < this.#notBefore) return this.#schedule();
      const begin = performance.now();
      this.#render();
      this.#notBefore = begin + 5 * (performance.now() - begin);
    });
  }

  #render() {
    if (this.#continueCode()) return;
    const lines = this.#pending.split("\n");
    // What the last line begins is not known before it ends: it completes nothing.
    const complete = parseBlocks(lines.slice(0, -1));
    const final = complete.slice(0, -1);
    for (const node of this.#last) node.remove();
    this.#code = null;
    let cut = 0;
    for (const block of final) {
      this.#place.append(blockNode(block));
      cut = block.end;
    }
    if (cut === 0 && this.#pending.length > longestOpen) cut = this.#cutLong(lines);
    if (cut > 0) {
      const rest = lines.slice(cut);
      this.#pending = rest.join("\n");
      this.#show(parseBlocks(rest));
    } else {
      this.#show(parseBlocks(lines));
    }
  }

  #show(blocks) {
    this.#last = blocks.map(blockNode);
    this.#place.append(...this.#last);
    const block = blocks[blocks.length - 1];
    if (blocks.length === 1 && block.kind === "code" && block.isOpen && block.start === 0 && /^[`~]/.test(this.#pending)) {
      const text = this.#last[0].querySelector("code").firstChild;
      if (text) this.#code = { text, length: this.#pending.length, marks: /^[`~]+/.exec(this.#pending)[0] };
    }
  }

  /** Adds to code that is not complete, without a look at what is shown of it. */
  #continueCode() {
    if (!this.#code) return false;
    const { text, length, marks } = this.#code;
    const added = this.#pending.slice(length);
    // A mark in what is added, or just before it, may be the code's end.
    if (this.#pending.slice(Math.max(0, length - marks.length)).includes(marks[0])) return false;
    text.appendData(added);
    this.#code.length = this.#pending.length;
    return true;
  }

  /** Gives up an unfinished block that is too long, at the end of a line where it has one; returns the lines it took. */
  #cutLong(lines) {
    const block = parseBlocks(lines)[0];
    if (!block) return lines.length - 1;
    if (block.kind === "code") return 0;
    if (lines.length === 1) {
      lines.splice(0, 1, lines[0], "");
    }
    const taken = Math.max(1, lines.length - 1);
    this.#place.append(...parseBlocks(lines.slice(0, taken)).map(blockNode));
    return taken;
  }
}

/** Shows a text that is complete. */
export function showMarkdown(place, text) {
  const view = new MarkdownView(place);
  view.append(text);
  view.finish();
}

function blockNode(block) {
  switch (block.kind) {
    case "heading": return heading(block);
    case "rule": return make("hr");
    case "code": return code(block);
    case "formula": return formula(block);
    case "quote": return make("blockquote", {}, ...block.blocks.map(blockNode));
    case "list": return list(block);
    case "table": return table(block);
    case "plain": return make("p", { class: "plain", dir: "auto" }, block.text);
    default: return make("p", { dir: "auto" }, inlineNodes(block.text));
  }
}

/** A heading below the page's own, which reach to the third level. */
function heading({ level, text }) {
  const node = make(`h${Math.min(level + 3, 6)}`, { class: `level-${level}`, dir: "auto" }, inlineNodes(text));
  if (level > 3) node.setAttribute("aria-level", String(level + 3));
  return node;
}

function code({ language, text }) {
  const shown = make("code", {}, text === "" ? document.createTextNode("") : text);
  if (!shown.firstChild) shown.append(document.createTextNode(""));
  const copy = make("button", { type: "button", class: "copy quiet" }, "Copy");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(shown.textContent);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Not allowed";
    }
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  return make(
    "div", { class: "code" },
    make("div", { class: "code-head" }, make("span", {}, language), copy),
    make("pre", { tabindex: "0", role: "region", "aria-label": language === "" ? "Code" : `Code, ${language}` }, shown));
}

function formula({ source, after }) {
  const node = make("div", { class: "formula" }, formulaNode(source, true, source));
  if (after !== "") node.append(inlineNodes(after));
  return node;
}

function list({ isOrdered, isLoose, first, items }) {
  const node = make(isOrdered ? "ol" : "ul", { class: isLoose ? "loose" : null, start: isOrdered && first !== 1 ? String(first) : null });
  for (const { blocks } of items) {
    const item = make("li", { dir: "auto" });
    const task = blocks[0]?.kind === "paragraph" ? /^\[([ xX])\] /.exec(blocks[0].text) : null;
    if (task) {
      item.className = "task";
      item.append(make("span", { role: "img", "aria-label": task[1] === " " ? "open" : "done" }, task[1] === " " ? "☐ " : "☑ "));
      blocks[0].text = blocks[0].text.slice(4);
    }
    for (const block of blocks) {
      if (block.kind === "paragraph" && !isLoose) item.append(inlineNodes(block.text));
      else item.append(blockNode(block));
    }
    node.append(item);
  }
  return node;
}

function table({ head, alignments, rows }) {
  const cell = (name, text, column) =>
    make(name, { class: alignments[column] || null, scope: name === "th" ? "col" : null, dir: "auto" }, inlineNodes(text));
  return make(
    "div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    make(
      "table", {}, make("thead", {}, make("tr", {}, ...head.map((text, column) => cell("th", text, column)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text, column) => cell("td", text, column)))))));
}
