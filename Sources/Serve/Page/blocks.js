// The blocks of a Markdown text, as plain data: paragraphs, headings, lists, quotes, tables, code, formulae. A subset of
// CommonMark with GitHub's tables, lenient where models are (lists indented by two, breaks at each line's end).
//
// The text is hostile: depth and width are bounded, and no expression here takes more than linear time.

const deepest = 8;
const widestTable = 50;
const longestFormula = 100;

const fenceStart = /^( *)(`{3,}|~{3,})([^`]*)$/;
const headingStart = /^ {0,3}(#{1,6})(?= |\t|$)/;
const ruleLine = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const underline = /^ {0,3}(=+|-{2,})[ \t]*$/;
const quoteStart = /^ {0,3}>/;
const itemStart = /^( *)([-*+]|\d{1,9}[.)])(?:( +)(?=\S)| *$)/;
const environmentStart = /^\\begin\{(align|aligned|equation|gather|gathered|cases|matrix|[bpvBV]matrix)(\*?)\}/;

/**
 * Returns the blocks of these lines. Each has `kind`, and `start` and `end`: its first line, and the one after its last.
 * @param {string[]} lines
 */
export function parseBlocks(lines, depth = 0) {
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const block = blockAt(lines, at, depth);
    block.start = at;
    at = block.end;
    blocks.push(block);
  }
  return blocks;
}

function blockAt(lines, at, depth) {
  const line = lines[at];
  if (depth >= deepest) return plain(lines, at);
  return fence(lines, at) ?? formula(lines, at) ?? heading(line, at) ?? rule(line, at) ?? quote(lines, at, depth)
    ?? list(lines, at, depth) ?? table(lines, at) ?? indented(lines, at) ?? paragraph(lines, at);
}

function isBlank(line) {
  return !/\S/.test(line);
}

function indentation(line) {
  let width = 0;
  while (line[width] === " ") width += 1;
  return width;
}

function withoutIndent(line, width) {
  return line.slice(Math.min(indentation(line), width));
}

/** Lines whose marks are left as they are, since they are nested too deeply. */
function plain(lines, at) {
  let end = at;
  while (end < lines.length && !isBlank(lines[end])) end += 1;
  return { kind: "plain", text: lines.slice(at, end).join("\n"), end };
}

function fence(lines, at) {
  const found = fenceStart.exec(lines[at]);
  if (!found || found[1].length > 3) return null;
  const [, indent, marks, info] = found;
  let end = at + 1;
  while (end < lines.length && !closes(lines[end], marks)) end += 1;
  const isOpen = end === lines.length;
  return {
    kind: "code", language: info.trim().split(/\s/, 1)[0].slice(0, 30), isOpen,
    text: lines.slice(at + 1, end).map((line) => withoutIndent(line, indent.length)).join("\n"),
    end: isOpen ? end : end + 1,
  };
}

function closes(line, marks) {
  const text = line.trim();
  if (text.length < marks.length || text[0] !== marks[0]) return false;
  for (const character of text) if (character !== marks[0]) return false;
  return true;
}

function formulaEnd(text) {
  if (text.startsWith("$$")) return ["$$", "$$"];
  if (text.startsWith("\\[")) return ["\\[", "\\]"];
  const environment = environmentStart.exec(text);
  return environment ? ["", `\\end{${environment[1]}${environment[2]}}`] : null;
}

/**
 * A formula by itself. Its first line alone decides that it is one, so that what follows changes nothing of what was before it. Where
 * it has no end, its lines are shown as they are.
 */
function formula(lines, at) {
  const first = lines[at].trim();
  const marks = formulaEnd(first);
  if (!marks) return null;
  const [start, close] = marks;
  const source = [];
  let end = at;
  for (; end < lines.length && end < at + longestFormula; end += 1) {
    const line = end === at ? first.slice(start.length) : lines[end].trim();
    if (end > at && (isBlank(line) || fenceStart.test(lines[end]))) break;
    const found = line.indexOf(close);
    if (found >= 0) {
      const after = line.slice(found + close.length).trim();
      // With words behind it in one line, it is a part of a paragraph.
      if (end === at && !/^[.,;:]?$/.test(after)) return null;
      source.push(start === "" ? line.slice(0, found + close.length) : line.slice(0, found));
      return { kind: "formula", source: source.join("\n"), after, end: end + 1 };
    }
    source.push(line);
  }
  return { kind: "plain", text: lines.slice(at, end).join("\n"), end };
}

function heading(line, at) {
  const found = headingStart.exec(line);
  if (!found) return null;
  let text = line.slice(found[0].length).trim();
  const close = text.length - trailing(text, "#");
  if (close === 0 || text[close - 1] === " ") text = text.slice(0, close).trimEnd();
  return { kind: "heading", level: found[1].length, text, end: at + 1 };
}

function trailing(text, character) {
  let width = 0;
  while (width < text.length && text[text.length - 1 - width] === character) width += 1;
  return width;
}

function rule(line, at) {
  return ruleLine.test(line) ? { kind: "rule", end: at + 1 } : null;
}

function quote(lines, at, depth) {
  if (!quoteStart.test(lines[at])) return null;
  const inner = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (quoteStart.test(line)) inner.push(line.trimStart().slice(1).replace(/^ /, ""));
    else if (isBlank(line) || isBlank(inner[inner.length - 1]) || interrupts(lines, end)) break;
    else inner.push(line);
  }
  return { kind: "quote", blocks: parseBlocks(inner, depth + 1), end };
}

function list(lines, at, depth) {
  const first = itemStart.exec(lines[at]);
  if (!first || first[1].length > 3 || ruleLine.test(lines[at])) return null;
  const isOrdered = /\d/.test(first[2]);
  const items = [];
  let isLoose = false;
  let end = at;
  while (end < lines.length) {
    const found = itemStart.exec(lines[end]);
    if (!found || found[1].length > first[1].length + 1 || /\d/.test(found[2]) !== isOrdered || ruleLine.test(lines[end])) break;
    const content = found[1].length + found[2].length + Math.min(found[3]?.length ?? 1, 4);
    const inner = [lines[end].slice(content)];
    let blank = false;
    let nested = Infinity;
    let next = end + 1;
    for (; next < lines.length; next += 1) {
      const line = lines[next];
      if (isBlank(line)) {
        blank = true;
        inner.push("");
        continue;
      }
      const indent = indentation(line);
      const isNested = indent >= content || indent >= found[1].length + 2 && itemStart.test(line);
      if (!isNested && (blank || interrupts(lines, next, true))) break;
      const item = itemStart.exec(line);
      // A blank line within the item, before something that is no list and in none, sets its paragraphs apart.
      if (blank && !item && indent < nested) isLoose = true;
      if (item) nested = item[0].length;
      blank = false;
      inner.push(isNested ? withoutIndent(line, content) : line);
    }
    items.push({ inner, number: isOrdered ? Number.parseInt(found[2], 10) : null });
    end = next;
  }
  const trimmed = items.map(({ inner, number }) => {
    let length = inner.length;
    while (length > 1 && isBlank(inner[length - 1])) length -= 1;
    return { blocks: parseBlocks(inner.slice(0, length), depth + 1), number };
  });
  return { kind: "list", isOrdered, isLoose, start: 0, first: trimmed[0].number, items: trimmed, end };
}

function table(lines, at) {
  if (at + 1 >= lines.length || !lines[at].includes("|")) return null;
  const alignments = delimiters(lines[at + 1]);
  const head = cells(lines[at]);
  if (!alignments || alignments.length !== head.length || head.length > widestTable) return null;
  const rows = [];
  let end = at + 2;
  for (; end < lines.length && !isBlank(lines[end]) && !interrupts(lines, end); end += 1) {
    const row = cells(lines[end]).slice(0, head.length);
    while (row.length < head.length) row.push("");
    rows.push(row);
  }
  return { kind: "table", head, alignments, rows, end };
}

/** The alignments of a table's second line, as `| :-- | --: |`; null where it is none. */
function delimiters(line) {
  if (!line.includes("-") || !line.includes("|") || /[^-|:\s]/.test(line)) return null;
  const found = cells(line).map((cell) => {
    const dashes = cell.replaceAll("-", "");
    if (dashes.length === cell.length || !["", ":", "::"].includes(dashes)) return null;
    if (dashes === "::") return cell.startsWith(":") && cell.endsWith(":") ? "centre" : null;
    return dashes === "" ? "" : cell.startsWith(":") ? "left" : cell.endsWith(":") ? "right" : null;
  });
  return found.includes(null) ? null : found;
}

/** The cells of a table's line. A bar in code, or behind a backslash, is a part of its cell. */
function cells(line) {
  const text = line.trim();
  const found = [];
  let cell = "";
  let isCode = false;
  for (let at = text[0] === "|" ? 1 : 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\" && text[at + 1] === "|") {
      cell += "|";
      at += 1;
    } else if (character === "|" && !isCode) {
      found.push(cell.trim());
      cell = "";
    } else {
      if (character === "`") isCode = !isCode && text.indexOf("`", at + 1) > at;
      cell += character;
    }
  }
  if (cell.trim() !== "" || text[text.length - 1] !== "|") found.push(cell.trim());
  return found;
}

function indented(lines, at) {
  if (indentation(lines[at]) < 4) return null;
  let end = at;
  while (end < lines.length && (isBlank(lines[end]) || indentation(lines[end]) >= 4)) end += 1;
  while (isBlank(lines[end - 1])) end -= 1;
  return {
    kind: "code", language: "", isOpen: false, text: lines.slice(at, end).map((line) => withoutIndent(line, 4)).join("\n"), end,
  };
}

function paragraph(lines, at) {
  let end = at + 1;
  for (; end < lines.length && !isBlank(lines[end]); end += 1) {
    const found = underline.exec(lines[end]);
    if (found) {
      return { kind: "heading", level: found[1][0] === "=" ? 1 : 2, text: joined(lines, at, end), end: end + 1 };
    }
    if (interrupts(lines, end)) break;
  }
  return { kind: "paragraph", text: joined(lines, at, end), end };
}

/** Lines of one paragraph. Two spaces at an end mean the break that every line's end means here. */
function joined(lines, at, end) {
  return lines.slice(at, end).map((line) => line.trim()).join("\n");
}

/** Whether the line begins a block, so that a paragraph above it ends. */
function interrupts(lines, at, inList = false) {
  const line = lines[at];
  const item = itemStart.exec(line);
  if (item && item[3] !== undefined && item[1].length <= 3 && (inList || !/\d/.test(item[2]) || /^1\D/.test(item[2]))) return true;
  return fenceStart.test(line) && indentation(line) <= 3 || headingStart.test(line) || ruleLine.test(line) || quoteStart.test(line)
    || formula(lines, at) !== null || table(lines.slice(at, at + 2), 0) !== null;
}
