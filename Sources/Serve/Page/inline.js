// The text within a block: emphasis, code, links, formulae. It makes nodes of the page, and markup never: a tag in a text
// is shown as the characters that it is.

import { formulaNode } from "/page/formula.js";
import { make } from "/page/dom.js";

const deepest = 20;
const longestLink = 2000;
const longestFormula = 4000;

const ordinary = /[^\\`$*_~[!<&\nh]+/y;
const bareLink = /https?:\/\/[^\s<>"'`\\|]{1,2000}/y;
const angled = /<(https?:\/\/[^\s<>]{1,2000}|mailto:[^\s<>]{1,300}|[\w.+-]{1,64}@[\w.-]{1,190})>/y;
const lineBreak = /<br *\/?>/iy;
const raised = /<(sub|sup)>([^<>]{1,200})<\/\1>/iy;
const entity = /&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/y;
const entities = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: "\u00a0", "#39": "'", "#x27": "'" };
const punctuation = /[!-/:-@[-`{-~]/;
const tags = { "*": ["em", "strong"], _: ["em", "strong"], "~": [null, "del"] };

/**
 * Returns the nodes of a text.
 * @param {string} text
 * @param {boolean} isInLink whether links in it stay words.
 * @returns {DocumentFragment}
 */
export function inlineNodes(text, isInLink = false) {
  const items = [];
  const unclosed = new Set();
  let at = 0;
  while (at < text.length) {
    const found = itemAt(text, at, isInLink, unclosed);
    items.push(found);
    at = found.end;
  }
  pair(items);
  return assembled(items);
}

function itemAt(text, at, isInLink, unclosed) {
  switch (text[at]) {
    case "\\": return escaped(text, at);
    case "`": return code(text, at, unclosed);
    case "$": return dollars(text, at) ?? word(text, at, 1);
    case "*": case "_": case "~": return delimiters(text, at);
    case "[": return (isInLink ? null : link(text, at, at)) ?? word(text, at, 1);
    case "!": return (text[at + 1] === "[" && !isInLink ? link(text, at, at + 1) : null) ?? word(text, at, 1);
    case "<": return pointed(text, at, isInLink) ?? word(text, at, 1);
    case "&": return reference(text, at) ?? word(text, at, 1);
    case "\n": return { node: make("br"), end: at + 1 };
    case "h": return (isInLink || /\w/.test(text[at - 1] ?? " ") ? null : bare(text, at)) ?? word(text, at, 1);
    default:
      ordinary.lastIndex = at;
      return word(text, at, ordinary.exec(text)[0].length);
  }
}

function word(text, at, length) {
  return { text: text.slice(at, at + length), end: at + length };
}

function match(expression, text, at) {
  expression.lastIndex = at;
  return expression.exec(text);
}

function escaped(text, at) {
  const next = text[at + 1];
  if (next === "(" || next === "[") {
    const close = next === "(" ? "\\)" : "\\]";
    const end = text.slice(at + 2, at + 2 + longestFormula).indexOf(close);
    if (end >= 0) return formula(text.slice(at + 2, at + 2 + end), next === "[", at + 2 + end + 2, text.slice(at, at + end + 4));
  }
  if (next === "\n") return { node: make("br"), end: at + 2 };
  if (next !== undefined && punctuation.test(next)) return { text: next, end: at + 2 };
  return word(text, at, 1);
}

function formula(source, isDisplayed, end, written) {
  return { node: formulaNode(source, isDisplayed, written), end };
}

/**
 * A formula between dollars. An amount of money is none: a closing dollar has no space before it and no digit behind it, and there
 * are no words between a number and it.
 */
function dollars(text, at) {
  if (text[at + 1] === "$") {
    const end = text.slice(at + 2, at + 2 + longestFormula).indexOf("$$");
    return end > 0 ? formula(text.slice(at + 2, at + 2 + end), true, at + end + 4, text.slice(at, at + end + 4)) : word(text, at, 2);
  }
  if (!/\S/.test(text[at + 1] ?? " ")) return null;
  const limit = Math.min(text.length, at + 500);
  for (let end = at + 2; end < limit; end += 1) {
    if (text[end - 1] === "\\" || text[end] !== "$") continue;
    const source = text.slice(at + 1, end);
    if (/\s/.test(text[end - 1]) || /\d/.test(text[end + 1] ?? " ") || /^\d[^\\]* [A-Za-z]{2,} /.test(source)) return null;
    return formula(source, false, end + 1, text.slice(at, end + 1));
  }
  return null;
}

function code(text, at, unclosed) {
  let width = 1;
  while (text[at + width] === "`") width += 1;
  if (!unclosed.has(width)) {
    for (let end = text.indexOf("`", at + width); end >= 0; ) {
      let closing = 1;
      while (text[end + closing] === "`") closing += 1;
      if (closing === width) {
        const inner = text.slice(at + width, end).replaceAll("\n", " ");
        const isPadded = inner.startsWith(" ") && inner.endsWith(" ") && /\S/.test(inner);
        return { node: make("code", {}, isPadded ? inner.slice(1, -1) : inner), end: end + width };
      }
      end = text.indexOf("`", end + closing);
    }
    // None of this width follows: nothing behind looks for one again.
    unclosed.add(width);
  }
  return word(text, at, width);
}

function delimiters(text, at) {
  const mark = text[at];
  let width = 1;
  while (text[at + width] === mark) width += 1;
  const before = text[at - 1] ?? " ";
  const after = text[at + width] ?? " ";
  // Longer runs are lines or ornaments.
  if (width > 3 || mark === "~" && width !== 2) return word(text, at, width);
  const follows = /\s/.test(after) ? 0 : isMark(after) ? 1 : 2;
  const precedes = /\s/.test(before) ? 0 : isMark(before) ? 1 : 2;
  const isLeft = follows === 2 || follows === 1 && precedes < 2;
  const isRight = precedes === 2 || precedes === 1 && follows < 2;
  return {
    mark, width, end: at + width,
    canOpen: mark === "_" ? isLeft && (!isRight || precedes === 1) : isLeft,
    canClose: mark === "_" ? isRight && (!isLeft || follows === 1) : isRight,
    opens: [], closes: [],
  };
}

function isMark(character) {
  return /[\p{P}\p{S}]/u.test(character);
}

/** Finds the marks that belong together, as CommonMark does; each search looks at the last few only. */
function pair(items) {
  let open = [];
  for (const item of items) {
    if (item.mark === undefined) continue;
    if (item.canClose) {
      for (let at = open.length - 1; at >= Math.max(0, open.length - 50) && item.width > 0; ) {
        const opener = open[at];
        const width = Math.min(opener.width, item.width, 2);
        const isThird = (opener.canClose || item.canOpen) && (opener.width + item.width) % 3 === 0 && opener.width % 3 !== 0;
        if (opener.mark !== item.mark || opener.width === 0 || isThird || tags[item.mark][width - 1] === null) {
          at -= 1;
          continue;
        }
        const tag = tags[item.mark][width - 1];
        opener.opens.unshift(tag);
        item.closes.push(tag);
        opener.width -= width;
        item.width -= width;
        open = open.slice(Math.max(0, at - 60), opener.width > 0 ? at + 1 : at);
        at = open.length - 1;
      }
    }
    if (item.canOpen && item.width > 0) open.push(item);
  }
}

function assembled(items) {
  const fragment = document.createDocumentFragment();
  const stack = [fragment];
  let skipped = 0;
  for (const item of items) {
    const parent = stack[stack.length - 1];
    if (item.node) {
      parent.append(item.node);
    } else if (item.mark === undefined) {
      parent.append(item.text);
    } else {
      for (let closed = 0; closed < item.closes.length; closed += 1) {
        if (skipped > 0) skipped -= 1;
        else stack.pop();
      }
      if (item.width > 0) stack[stack.length - 1].append(item.mark.repeat(item.width));
      for (const tag of item.opens) {
        if (stack.length > deepest) {
          skipped += 1;
          continue;
        }
        const opened = make(tag);
        stack[stack.length - 1].append(opened);
        stack.push(opened);
      }
    }
  }
  fragment.normalize();
  return fragment;
}

/** A link, or an image, which is shown as a link: pictures of other hosts are never loaded. */
function link(text, at, bracket) {
  const close = closing(text, bracket, "[", "]");
  if (close < 0 || text[close + 1] !== "(") return null;
  const end = closing(text, close + 1, "(", ")");
  if (end < 0) return null;
  const inner = text.slice(bracket + 1, close);
  const target = text.slice(close + 2, end).trim().split(/\s+["'(]/, 1)[0].replace(/^<(.*)>$/, "$1");
  const words = inlineNodes(inner, true);
  if (bracket !== at) words.prepend("image: ");
  const node = linkNode(target, words);
  return node ? { node, end: end + 1 } : null;
}

function closing(text, at, open, close) {
  let depth = 0;
  const limit = Math.min(text.length, at + longestLink);
  for (let end = at; end < limit; end += 1) {
    const character = text[end];
    if (character === "\\") end += 1;
    else if (character === open) depth += 1;
    else if (character === close && (depth -= 1) === 0) return end;
  }
  return -1;
}

/** Returns a link to an address of the web, or of mail; null for every other scheme: the text then stays as it was. */
export function linkNode(target, ...words) {
  if (!/^(https?:\/\/|mailto:)/i.test(target) || !URL.canParse(target)) return null;
  const url = new URL(target);
  if (!["http:", "https:", "mailto:"].includes(url.protocol)) return null;
  return make("a", { href: url.href, title: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, ...words);
}

function pointed(text, at, isInLink) {
  const found = match(angled, text, at);
  if (found && !isInLink) {
    const target = found[1].includes(":") ? found[1] : `mailto:${found[1]}`;
    const node = linkNode(target, found[1]);
    if (node) return { node, end: at + found[0].length };
  }
  const ended = match(lineBreak, text, at);
  if (ended) return { node: make("br"), end: at + ended[0].length };
  const shifted = match(raised, text, at);
  return shifted ? { node: make(shifted[1].toLowerCase(), {}, shifted[2]), end: at + shifted[0].length } : null;
}

function reference(text, at) {
  const found = match(entity, text, at);
  return found ? { text: entities[found[1]], end: at + found[0].length } : null;
}

function bare(text, at) {
  const found = match(bareLink, text, at);
  if (!found) return null;
  let target = found[0];
  // A full stop or a bracket behind an address belongs to the sentence.
  while (/[.,;:!?*_~\])}]$/.test(target) && !(target.endsWith(")") && target.includes("("))) target = target.slice(0, -1);
  const node = linkNode(target, target);
  return node ? { node, end: at + target.length } : null;
}
