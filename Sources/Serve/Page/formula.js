// Formulae in TeX's notation, as MathML: the part of it that answers use. Whatever is not known here makes the whole formula
// appear as it was written; nothing is left out in silence. Depth and size are bounded.

import { commands, letters, environments, functionNames, alphabets } from "/page/formula-names.js";
import { make } from "/page/dom.js";

const namespace = "http://www.w3.org/1998/Math/MathML";
const deepest = 30;
const mostNodes = 4000;
const longest = 8000;

/**
 * Returns a formula, or its source where it has something unknown.
 * @param {string} source without the marks around it.
 * @param {boolean} isDisplayed whether it stands by itself.
 * @param {string} written the source as it stood in the text.
 */
export function formulaNode(source, isDisplayed, written) {
  try {
    if (source.length > longest || source.trim() === "") throw new FormulaError();
    const parser = new Parser(tokens(source));
    const content = parser.whole();
    const node = math("math", isDisplayed ? { display: "block" } : {}, content);
    // A reader who copies it, and one whose browser knows no MathML, gets the source.
    node.setAttribute("alttext", source.trim());
    return node;
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return make("code", { class: "formula-source" }, written);
  }
}

class FormulaError extends Error {}

function math(name, attributes = {}, ...children) {
  const node = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function tokens(source) {
  const found = source.match(/\\(?:operatorname\*|[A-Za-z]+|[^])|%[^\n]*|\s+|[^]/gu) ?? [];
  // A comment to TeX, and to most who write one a sign of per cent that they forgot to escape.
  if (found.some((token) => token[0] === "%")) throw new FormulaError();
  return found;
}

/** A descent through the tokens, one method for each kind of thing. */
class Parser {
  #tokens;
  #at = 0;
  #depth = 0;
  #nodes = 0;

  constructor(tokens) {
    this.#tokens = tokens;
  }

  whole() {
    const rows = this.#rows(null);
    if (this.#at < this.#tokens.length) throw new FormulaError();
    if (rows.length === 1 && rows[0].length === 1) return rows[0][0];
    return this.#table(rows, { class: "aligned" });
  }

  #node(name, attributes, ...children) {
    this.#nodes += 1;
    if (this.#nodes > mostNodes) throw new FormulaError();
    return math(name, attributes, ...children);
  }

  #peek() {
    while (/^\s/.test(this.#tokens[this.#at] ?? "")) this.#at += 1;
    return this.#tokens[this.#at];
  }

  #next() {
    const token = this.#peek();
    if (token === undefined) throw new FormulaError();
    this.#at += 1;
    return token;
  }

  #expect(token) {
    if (this.#next() !== token) throw new FormulaError();
  }

  #nested(parse) {
    this.#depth += 1;
    if (this.#depth > deepest) throw new FormulaError();
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  /** Cells of rows, up to an `\end` or the end. */
  #rows(end) {
    const rows = [[]];
    for (;;) {
      rows[rows.length - 1].push(this.#row(["&", "\\\\", "\\end"]));
      const token = this.#peek();
      if (token === "&") {
        this.#at += 1;
      } else if (token === "\\\\") {
        this.#at += 1;
        if (this.#peek() === "[") this.#bracketed();
        if (this.#peek() === end || this.#peek() === undefined) return rows;
        rows.push([]);
      } else if (token === (end ?? undefined)) {
        return rows;
      } else {
        throw new FormulaError();
      }
    }
  }

  /** Everything up to one of these tokens, or the end. */
  #row(stops) {
    return this.#nested(() => {
      const row = this.#node("mrow", {});
      for (let token = this.#peek(); token !== undefined && !stops.includes(token); token = this.#peek()) {
        if (token === "\\right" || token === "}" || token === "\\middle" && !stops.includes("\\right")) throw new FormulaError();
        row.append(this.#scripted());
      }
      return row;
    });
  }

  /** Something with what stands above and below it; a function has a little room behind it. */
  #scripted() {
    const { node, isFunction } = this.#withScripts();
    const next = this.#peek();
    if (!isFunction || next === undefined || !/^([\p{L}\d]|\\[A-Za-z]{2})/u.test(next) || /^\\(left|right|end|big|Big)/.test(next)) return node;
    return this.#node("mrow", {}, node, this.#node("mspace", { width: "0.17em" }));
  }

  #withScripts() {
    const base = ["^", "_", "'"].includes(this.#peek()) ? { node: this.#node("mrow", {}) } : this.#atom();
    let above = null;
    let below = null;
    let limits = base.hasLimits ?? false;
    for (;;) {
      const token = this.#peek();
      if (token === "\\limits" || token === "\\nolimits") {
        this.#at += 1;
        limits = token === "\\limits";
      } else if (token === "'") {
        let primes = "";
        while (this.#peek() === "'") {
          this.#at += 1;
          primes += "′";
        }
        const mark = this.#node("mo", {}, primes);
        above = above ? this.#node("mrow", {}, above, mark) : mark;
      } else if (token === "^") {
        this.#at += 1;
        const raised = this.#argument();
        above = above ? this.#node("mrow", {}, above, raised) : raised;
      } else if (token === "_") {
        if (below) throw new FormulaError();
        this.#at += 1;
        below = this.#argument();
      } else {
        break;
      }
    }
    if (!above && !below) return base;
    const children = [base.node, below, above].filter((node) => node !== null);
    const name = limits
      ? above && below ? "munderover" : above ? "mover" : "munder"
      : above && below ? "msubsup" : above ? "msup" : "msub";
    return { node: this.#node(name, {}, ...children), isFunction: base.isFunction };
  }

  /** The argument of a command: a group, or the next thing. */
  #argument() {
    return this.#nested(() => (this.#peek() === "{" ? this.#group() : this.#atom().node));
  }

  #group() {
    this.#expect("{");
    const row = this.#row(["}"]);
    this.#expect("}");
    return row;
  }

  /** The text of a group, as it stands. */
  #text() {
    this.#expect("{");
    let text = "";
    let depth = 1;
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined) throw new FormulaError();
      this.#at += 1;
      if (token === "{") depth += 1;
      else if (token === "}") {
        depth -= 1;
        if (depth === 0) return text;
      } else if (token[0] === "\\") {
        if (token.length > 2 && token !== "\\text") throw new FormulaError();
        text += token === "\\text" ? "" : token.slice(1);
      } else text += token === "$" ? "" : token;
    }
  }

  #bracketed() {
    this.#expect("[");
    const row = this.#row(["]"]);
    this.#expect("]");
    return row;
  }

  #atom() {
    return this.#nested(() => {
      const token = this.#next();
      if (token === "{") {
        this.#at -= 1;
        return { node: this.#group() };
      }
      if (/^\d$/.test(token)) return { node: this.#number(token) };
      if (/^\p{L}$/u.test(token)) return { node: this.#node("mi", {}, token) };
      if (token === "~") return { node: this.#node("mspace", { width: "0.33em" }) };
      if (token[0] === "\\") return this.#command(token);
      if (["}", "&", "#", "$"].includes(token)) throw new FormulaError();
      const shown = { "-": "−", "*": "∗", "/": "/" }[token] ?? token;
      return { node: this.#node("mo", "()[]|/".includes(token) ? { stretchy: "false" } : {}, shown) };
    });
  }

  #number(first) {
    let text = first;
    while (/^[\d.,]$/.test(this.#tokens[this.#at] ?? "")
      && (/\d/.test(this.#tokens[this.#at]) || /^\d$/.test(this.#tokens[this.#at + 1] ?? ""))) {
      text += this.#tokens[this.#at];
      this.#at += 1;
    }
    return this.#node("mn", {}, text);
  }

  #command(token) {
    const name = token.slice(1);
    if (Object.hasOwn(letters, name)) return { node: this.#node("mi", letters[name].isUpright ? { mathvariant: "normal" } : {}, letters[name].text) };
    if (Object.hasOwn(commands, name)) return this.#known(commands[name]);
    if (functionNames.includes(name)) {
      return this.#function(name);
    }
    if (Object.hasOwn(alphabets, name)) return { node: this.#alphabet(alphabets[name]) };
    return this.#construct(name);
  }

  #known({ kind, text, width }) {
    switch (kind) {
      case "space": return { node: this.#node("mspace", { width }) };
      case "large": return { node: this.#node("mo", { largeop: "true" }, text), hasLimits: !"∫∬∭∮".includes(text) };
      case "accent": return { node: this.#accent(text, true) };
      case "under": return { node: this.#accent(text, false) };
      default: return { node: this.#node("mo", kind === "fence" ? { stretchy: "false" } : {}, text) };
    }
  }

  #function(name) {
    const shown = { limsup: "lim sup", liminf: "lim inf", argmax: "arg max", argmin: "arg min" }[name] ?? name;
    if (/^(lim|max|min|sup|inf|arg|Pr|det|gcd)/.test(name)) {
      return { node: this.#node("mo", { movablelimits: "true", lspace: "0.1em", rspace: "0" }, shown), hasLimits: true, isFunction: true };
    }
    return { node: this.#node("mi", { mathvariant: "normal" }, shown), isFunction: true };
  }

  #accent(mark, isAbove) {
    const base = this.#argument();
    // A line over several letters is drawn, since few fonts stretch one.
    if (mark === "‾" || mark === "_") return this.#node("mrow", { class: isAbove ? "overlined" : "underlined" }, base);
    return this.#node(
      isAbove ? "mover" : "munder", isAbove ? { accent: "true" } : { accentunder: "true" }, base,
      this.#node("mo", { stretchy: mark.length === 1 && "⏞⏟→".includes(mark) ? "true" : "false" }, mark));
  }

  #alphabet({ style, isText }) {
    if (isText) return this.#node("mtext", { class: style }, this.#text());
    const content = this.#argument();
    const leaves = content.localName === "mrow" ? [...content.children] : [content];
    // Letters that follow each other under \mathrm are a word, not a product.
    if (style === "normal" && leaves.length > 1 && leaves.every((leaf) => ["mi", "mn"].includes(leaf.localName))) {
      return this.#node("mi", { mathvariant: "normal" }, content.textContent);
    }
    for (const leaf of content.querySelectorAll("mi, mn")) restyle(leaf, style);
    if (["mi", "mn"].includes(content.localName)) restyle(content, style);
    return content;
  }

  #construct(name) {
    switch (name) {
      case "frac": case "dfrac": case "tfrac": case "cfrac": {
        const node = this.#node("mfrac", {}, this.#argument(), this.#argument());
        if (name === "frac") return { node };
        return { node: this.#node("mstyle", { displaystyle: String(name !== "tfrac") }, node) };
      }
      case "binom": case "dbinom": case "tbinom":
        return { node: this.#node(
          "mrow", {}, this.#node("mo", {}, "("), this.#node("mfrac", { linethickness: "0" }, this.#argument(), this.#argument()),
          this.#node("mo", {}, ")")) };
      case "sqrt": {
        const index = this.#peek() === "[" ? this.#bracketed() : null;
        const radicand = this.#argument();
        return { node: index ? this.#node("mroot", {}, radicand, index) : this.#node("msqrt", {}, radicand) };
      }
      case "left": return { node: this.#fenced() };
      case "begin": return { node: this.#environment() };
      case "operatorname": case "operatorname*":
        return { node: this.#node("mi", { mathvariant: "normal" }, this.#text()), hasLimits: name.endsWith("*"), isFunction: true };
      case "pmod": return { node: this.#node("mrow", {}, this.#node("mtext", {}, "\u00a0(mod\u00a0"), this.#argument(), this.#node("mo", { stretchy: "false" }, ")")) };
      case "bmod": case "mod": return { node: this.#node("mo", { lspace: "0.3em", rspace: "0.3em" }, "mod") };
      case "tag": case "label": {
        const text = this.#text();
        return { node: name === "label" ? this.#node("mrow", {}) : this.#node("mtext", {}, `\u2003(${text})`) };
      }
      case "boxed": case "fbox": return { node: this.#node("mrow", { class: "boxed" }, this.#argument()) };
      case "overset": case "stackrel": {
        const above = this.#argument();
        return { node: this.#node("mover", {}, this.#argument(), above) };
      }
      case "underset": {
        const below = this.#argument();
        return { node: this.#node("munder", {}, this.#argument(), below), hasLimits: false };
      }
      case "overbrace": case "underbrace": return { node: this.#accent(name === "overbrace" ? "⏞" : "⏟", name === "overbrace"), hasLimits: true };
      case "xrightarrow": case "xleftarrow":
        return { node: this.#node("mover", {}, this.#node("mo", { stretchy: "true" }, name === "xrightarrow" ? "→" : "←"), this.#argument()) };
      case "substack": return { node: this.#stack() };
      case "not": return { node: this.#node("mo", {}, `${this.#atom().node.textContent}\u0338`.normalize("NFC")) };
      case "phantom": return { node: this.#node("mphantom", {}, this.#argument()) };
      case "displaystyle": case "textstyle": case "nonumber": case "notag": case "hline": case "limits": case "nolimits":
        return { node: this.#node("mrow", {}) };
      case "big": case "Big": case "bigg": case "Bigg": case "bigl": case "bigr": case "Bigl": case "Bigr":
      case "biggl": case "biggr": case "Biggl": case "Biggr": case "bigm": case "Bigm": {
        const size = { b: 1.2, B: 1.8 }[name[0]] + (/^[bB]igg/.test(name) ? 1.2 : 0);
        return { node: this.#node("mo", { stretchy: "true", minsize: `${size}em`, maxsize: `${size}em` }, this.#delimiter()) };
      }
      default: throw new FormulaError();
    }
  }

  #delimiter() {
    const token = this.#next();
    if (token === ".") return "";
    if (token[0] !== "\\") return "()[]|/<>".includes(token) ? { "<": "⟨", ">": "⟩" }[token] ?? token : this.#refuse();
    const known = commands[token.slice(1)];
    return Object.hasOwn(commands, token.slice(1)) && known.text !== undefined ? known.text : this.#refuse();
  }

  #refuse() {
    throw new FormulaError();
  }

  #fenced() {
    const open = this.#delimiter();
    const row = this.#node("mrow", {}, this.#node("mo", { stretchy: "true", form: "prefix" }, open));
    for (;;) {
      row.append(this.#row(["\\right", "\\middle"]));
      if (this.#next() === "\\right") break;
      row.append(this.#node("mo", { stretchy: "true" }, this.#delimiter()));
    }
    row.append(this.#node("mo", { stretchy: "true", form: "postfix" }, this.#delimiter()));
    return row;
  }

  #stack() {
    this.#expect("{");
    const rows = [];
    do {
      rows.push([this.#row(["\\\\", "}"])]);
    } while (this.#next() === "\\\\");
    return this.#table(rows, {});
  }

  #environment() {
    const name = this.#text();
    const kind = Object.hasOwn(environments, name.replace("*", "")) ? environments[name.replace("*", "")] : this.#refuse();
    let columns = "";
    if (kind.hasColumns) columns = this.#text().replace(/[^lcr]/g, "");
    const rows = this.#nested(() => this.#rows("\\end"));
    this.#expect("\\end");
    if (this.#text() !== name) throw new FormulaError();
    const table = this.#table(rows, { class: kind.style ?? "" }, columns);
    if (!kind.open && !kind.close) return table;
    return this.#node(
      "mrow", {}, ...(kind.open ? [this.#node("mo", { stretchy: "true", form: "prefix" }, kind.open)] : []), table,
      ...(kind.close ? [this.#node("mo", { stretchy: "true", form: "postfix" }, kind.close)] : []));
  }

  #table(rows, attributes, columns = "") {
    const sides = { l: "left", r: "right" };
    const table = this.#node("mtable", attributes.class === "aligned" ? { ...attributes, displaystyle: "true" } : attributes);
    for (const row of rows) {
      const cells = row.map((cell, column) =>
        this.#node("mtd", sides[columns[column]] ? { class: sides[columns[column]] } : {}, ...cell.childNodes));
      table.append(this.#node("mtr", {}, ...cells));
    }
    return table;
  }
}

/** Bold and other letters are characters of their own in Unicode; MathML's core has no attribute for them. */
function restyle(leaf, style) {
  if (style === "normal") {
    leaf.setAttribute("mathvariant", "normal");
    return;
  }
  leaf.textContent = [...leaf.textContent].map((character) => styled(character, style)).join("");
}

const firsts = {
  bold: { A: 0x1d400, a: 0x1d41a, 0: 0x1d7ce }, double: { A: 0x1d538, a: 0x1d552, 0: 0x1d7d8 },
  script: { A: 0x1d49c, a: 0x1d4b6 }, fraktur: { A: 0x1d504, a: 0x1d51e },
  sans: { A: 0x1d5a0, a: 0x1d5ba, 0: 0x1d7e2 }, mono: { A: 0x1d670, a: 0x1d68a, 0: 0x1d7f6 },
};
const elsewhere = {
  double: { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
  script: { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" },
  fraktur: { C: "ℭ", H: "ℌ", I: "ℑ", R: "ℜ", Z: "ℨ" },
};

function styled(character, style) {
  if (!firsts[style]) return character;
  const other = elsewhere[style]?.[character];
  if (other) return other;
  const first = /[A-Z]/.test(character) ? "A" : /[a-z]/.test(character) ? "a" : /[0-9]/.test(character) ? "0" : null;
  if (first !== null && firsts[style][first]) {
    return String.fromCodePoint(firsts[style][first] + character.charCodeAt(0) - first.charCodeAt(0));
  }
  if (style === "bold" && /[Α-Ω]/.test(character)) return String.fromCodePoint(0x1d6a8 + character.charCodeAt(0) - 0x391);
  if (style === "bold" && /[α-ω]/.test(character)) return String.fromCodePoint(0x1d6c2 + character.charCodeAt(0) - 0x3b1);
  return character;
}
