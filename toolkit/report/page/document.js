// One document: its source text with the edits over it on the left, the clean text beside it, a row for each paragraph.

const LIMIT = 400_000; // UTF-16 units drawn at first; a longer document is drawn whole when asked for

// The document shown: its row and its data, the edits among its segments, the one chosen (-1: none), the rules put out of
// sight, and whether it is drawn beyond LIMIT.
let open = null; // {row, doc, edits, cursor, off, whole}

const isEdit = (part) => typeof part !== "string";
const rulesOf = (edit) => run.rulesets[edit[4]].map((r) => run.rules[r]);
const ruleIds = (edit) => rulesOf(edit).map((rule) => rule.id);
const TAGS = /<[^<>]*>/g;
const BLOCK = /<\/?(?:address|article|aside|body|br|dd|div|dl|dt|footer|form|h[1-6]|head|header|hr|li|main|nav|ol|p|section|table|td|title|tr|ul)\b/i;

// True where a reader of the page lost nothing: markup and white space, by their rules or to the eye.
function isMechanical(edit) {
  if (ruleIds(edit).every((id) => MECHANICAL.has(family(id)))) return true;
  return open.doc.html && !edit[3] && !edit[5] && !/\S/.test(edit[2].replace(TAGS, ""));
}

const length = (text) => Array.from(text).length;

// What an edit does, in a word; "swap" is a replacement character by character.
function kind(edit) {
  const [, , removed, inserted] = edit;
  if (!inserted) return ruleIds(edit).some((id) => family(id) === "field") ? "move" : "remove";
  if (!removed) return "insert";
  return length(removed) === length(inserted) ? "swap" : "replace";
}

const KINDS = { remove: "removed", move: "moved to metadata", insert: "inserted", replace: "replaced", swap: "replaced" };

function documentView(row, doc) {
  open = { row, doc, edits: (doc.segments || []).filter(isEdit), cursor: -1, off: new Set(), whole: false };
  const at = current.indexOf(row);
  const back = current[at - 1], next = current[at + 1];
  return h("article.document", null,
    h("nav.steps", { "aria-label": "Documents" },
      h("a", { href: listAddress(), id: "to-list" }, "All documents"),
      h("span.where", null, at < 0 ? "" : `${count(at + 1)} of ${count(current.length)}`),
      step("previous", back, "←", "Previous"), step("next", next, "→", "Next")),
    h("h1" + (row.title ? "" : ".untitled"), { id: "title", tabindex: "-1", lang: "zh" }, titleOf(row)),
    h("p.summary", null,
      h("span." + (row.kept ? "kept" : "rejected"), null, row.kept ? "kept" : "rejected"), " ",
      row.kept ? `${plural(row.source, "character")} read, ${count(row.chars)} in the article, ${plural(row.edits, "edit")}` : null),
    !row.kept && h("ul.because", null, row.reasons.map((r) => h("li", null, h("strong", null, r), " ", (run.reasons.find(([name]) => name === r) || [])[2] || "")),
      doc.evidence && h("li", null, h("span.label", null, "Evidence: "), shown(doc.evidence))),
    row.flags.length > 0 && h("ul.because.warned", null, row.flags.map((f) => h("li", null, h("strong", null, f), " ", (run.flags.find(([name]) => name === f) || [])[2] || ""))),
    h("details.meta", null, h("summary", null, "Metadata and provenance"),
      h("dl.facts", null, doc.meta.map(([name, value]) => [h("dt", null, name.replaceAll("_", " ")), h("dd", null, shown(value))]))),
    doc.segments ? textOf(row, doc) : h("p.notice", null, "No text to show: " + (doc.missing || "the run holds none") + ". With --raw DIR the report reads the drops themselves."));
}

function step(name, row, arrow, label) {
  const inside = [h("span", { "aria-hidden": "true" }, arrow), h("span.unseen", null, label)];
  return row ? h("a.button", { id: name, href: docAddress(row), title: label }, inside) : h("span.button.off", { "aria-hidden": "true" }, arrow);
}

function textOf(row, doc) {
  const grid = h("div.grid", { id: "grid", "data-view": view() });
  const lang = doc.lang && doc.lang !== "und" ? doc.lang : "zh";
  paint(grid, doc, lang);
  return [
    h("div.controls", null, legendOf(), viewChoice(grid), h("label.check", null,
      h("input", { type: "checkbox", id: "mechanical", onchange: (e) => grid.classList.toggle("mechanical", e.target.checked) }), " Markup and white space")),
    h("div.heads", { "aria-hidden": "true" }, h("span", null, "Source text, with the edits"), h("span", null, "Clean text")),
    grid,
    open.edits.length > 0 && inspector(),
  ];
}

function view() {
  const wide = matchMedia("(min-width: 60rem)").matches;
  return wide ? "both" : "edits";
}

function viewChoice(grid) {
  const views = [["both", "Both"], ["edits", "Edits"], ["clean", "Clean"]];
  return h("fieldset.views", null, h("legend.unseen", null, "View"), views.map(([value, label]) =>
    h("label", null, h("input", { type: "radio", name: "view", value, checked: grid.dataset.view === value, onchange: () => (grid.dataset.view = value) }), h("span", null, label))));
}

// The rules that acted here; each can be put out of sight.
function legendOf() {
  const counts = new Map();
  for (const edit of open.edits) for (const r of run.rulesets[edit[4]]) counts.set(r, (counts.get(r) || 0) + 1);
  if (!counts.size) return h("p.note", null, "No rule changed anything.");
  const list = h("ul.legend", null, [...counts].map(([r, n]) => {
    const rule = run.rules[r];
    const button = h("button." + tone(rule.id), { type: "button", "aria-pressed": "true", "data-tip": rule.reason, onclick: () => toggleRule(r, button) },
      rule.id, h("span.n", null, count(n)), h("span.unseen", null, ": " + rule.reason));
    return h("li", null, button);
  }));
  return h("details.acted", { open: matchMedia("(min-width: 60rem)").matches }, h("summary", null, `${plural(counts.size, "rule")} acted here`), list);
}

function toggleRule(r, button) {
  const off = !open.off.delete(r);
  if (off) open.off.add(r);
  button.setAttribute("aria-pressed", String(!off));
  for (const node of $("grid").querySelectorAll("[data-i]")) {
    node.classList.toggle("off", run.rulesets[open.edits[node.dataset.i][4]].every((x) => open.off.has(x)));
  }
}

// Draw the rows: as much as LIMIT allows, or all of it.
function paint(grid, doc, lang) {
  const sheet = new Sheet(doc, lang);
  let units = 0, i = -1, rest = false;
  for (const [at, part] of doc.segments.entries()) {
    const size = isEdit(part) ? part[2].length + part[3].length : part.length;
    rest = !open.whole && units + size > LIMIT;
    if (rest && (at > 0 || isEdit(part))) break;
    if (isEdit(part)) sheet.edit(part, (i += 1), at);
    else sheet.keep(rest ? part.slice(0, LIMIT) : part);
    if (rest) break;
    units += size;
  }
  const more = rest && h("p.notice", null, "A long document: the rest is not drawn yet. ", h("button", { type: "button", onclick: () => ((open.whole = true), paint(grid, doc, lang)) }, "Draw all of it"));
  grid.replaceChildren(...sheet.finish(), ...(more ? [more] : []));
}

// The rows of a document in the making. A row ends where the clean text has a line end; lines that went as a whole
// become a row of their own before the paragraph that follows them.
class Sheet {
  constructor(doc, lang) {
    this.html = doc.html;
    this.lang = lang;
    this.lastOutput = doc.segments.findLastIndex((p) => !isEdit(p) || p[3]);
    this.rows = [];
    this.paragraph = 0;
    this.clear([]);
  }

  clear(left) {
    this.left = left; // nodes of the source text
    this.right = []; // nodes of the clean text
    this.lines = 0; // how many of `left` are whole lines, while the clean text has nothing yet
  }

  keep(text) {
    this.flow(text, (piece) => {
      this.left.push(...shown(piece));
      this.right.push(...shown(piece));
    });
  }

  edit(edit, i, at) {
    const [, , removed, inserted] = edit;
    if (inserted) {
      this.text();
      this.left.push(editNode(edit, i));
      this.flow(inserted, (piece) => this.right.push(h("span.put." + tone(ruleIds(edit).at(-1)), { "data-i": String(i) }, shown(piece))));
      return;
    }
    const block = this.html && BLOCK.test(removed);
    if (this.right.length && (/^\s*\n/.test(removed) || block || at > this.lastOutput)) this.close();
    this.left.push(editNode(edit, i));
    if (this.right.length) return;
    const line = removed.includes("\n") || block;
    if (line && this.left.some(isLoss) && (isBlank(removed) || !removed.endsWith("\n"))) this.left.push("\n");
    if (line) this.lines = this.left.length;
  }

  // Text in pieces, a row closed at each line end.
  flow(text, put) {
    text.split("\n").forEach((piece, n) => {
      if (n) this.close();
      if (!piece) return;
      this.text();
      put(piece);
    });
  }

  // The clean text of a row begins: the lines before it that went are a row of their own.
  text() {
    if (this.right.length || !this.lines) return;
    const gone = this.left.slice(0, this.lines), rest = this.left.slice(this.lines);
    if (gone.some(isLoss)) {
      this.clear(gone);
      this.put();
      this.left = rest;
    }
    this.lines = 0;
  }

  // End a row; white space alone waits for the next one.
  close() {
    if (this.right.length || this.left.some(isLoss)) this.put();
  }

  put() {
    const numbered = this.right.length > 0;
    if (numbered) this.paragraph += 1;
    if (this.left.at(-1) === "\n") this.left.pop();
    this.rows.push(h("div.row" + (numbered ? "" : ".gone"), null,
      h("span.n", { "aria-hidden": "true" }, numbered ? String(this.paragraph) : ""),
      h("div.source", { lang: "zh" }, this.left), h("div.clean", { lang: this.lang }, this.right)));
    this.clear([]);
  }

  finish() {
    if (this.right.length || this.left.some(isLoss) || !this.rows.length) this.put();
    else this.rows.at(-1).querySelector(".source").append(...this.left);
    return this.rows;
  }
}

// An edit that took text, not only white space or markup.
const isLoss = (node) => typeof node !== "string" && node.classList.contains("edit") && !node.classList.contains("mech");

function editNode(edit, i) {
  const [, , removed, inserted, , left, tail] = edit;
  const what = kind(edit);
  const mechanical = isMechanical(edit);
  const blank = isBlank(removed);
  const text = (t) => (open.doc.html ? tagged(t) : shown(t));
  const was = removed && h("del", null, blank ? blanks(removed) : text(removed), left && [h("span.cut", null, ` … ${count(left)} more … `), text(tail)]);
  const now = inserted && h("ins", null, legible(inserted));
  const mark = marks.get(open.row.id, edit);
  return h("span.edit." + what + "." + tone(ruleIds(edit).at(-1)) + (mechanical ? ".mech" : "") + (blank ? ".blank" : "") + (mark ? "." + mark.verdict : ""),
    { role: "button", tabindex: i === 0 ? "0" : "-1", "data-i": String(i) },
    h("span.unseen", null, KINDS[what] + " "), h("span.body", null, was, now));
}

// Removed text of a page, its markup set apart so that what a reader of the page saw can be told from it. A run of
// markup is tags with the white space between them, and the whole of a script or a style sheet.
function tagged(text) {
  const out = [];
  let markup = "", raw = "";
  const flush = () => {
    if (!markup) return;
    out.push(h("span.tag", null, shown(markup)));
    if (BLOCK.test(markup)) out.push(h("br.line", null));
    markup = "";
  };
  for (const [i, piece] of text.split(/(^[^<>]*>|<[^<>]*>?)/).entries()) {
    if (i % 2) {
      const [, close, name] = /^<(\/?)(script|style)\b/i.exec(piece) || [];
      if (name) raw = close ? "" : name;
      markup += piece;
    } else if (raw || !/\S/.test(piece)) {
      markup += piece;
    } else {
      flush();
      out.push(...shown(piece));
    }
  }
  flush();
  if (out[0]?.className === "tag" && out[1]?.className === "line") out.splice(1, 1);
  if (out.at(-1)?.className === "line") out.pop();
  return out;
}

// The edit looked at: what it did, the rules and their reasons, and the reviewer's mark.
function inspector() {
  return h("section.inspector", { id: "inspector", "aria-label": "Edit" }, h("p.note", null, "Choose an edit, or press n for the next one."));
}

function select(i, focus) {
  const edit = open.edits[i];
  if (!edit) return;
  const grid = $("grid");
  for (const node of grid.querySelectorAll(".chosen")) node.classList.remove("chosen");
  for (const node of grid.querySelectorAll('.edit[tabindex="0"]')) node.tabIndex = -1;
  for (const node of grid.querySelectorAll(`[data-i="${i}"]`)) node.classList.add("chosen");
  const node = grid.querySelector(`.edit[data-i="${i}"]`);
  open.cursor = i;
  inspect(edit, i);
  if (!node) return;
  node.tabIndex = 0;
  if (focus) {
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  history.replaceState(null, "", docAddress(open.row, { edit: String(edit[0]) }));
}

function inspect(edit, i) {
  const [start, end, removed, inserted, , left] = edit;
  const mark = marks.get(open.row.id, edit);
  const note = h("input", { type: "text", id: "note", value: mark ? mark.note : "", maxlength: "500", placeholder: "why", onchange: () => mark && judge(mark.verdict) });
  const choice = (verdict, label, key) => h("button.judge." + verdict, { type: "button", id: verdict, "aria-pressed": String(!!mark && mark.verdict === verdict), "aria-keyshortcuts": key, onclick: () => judge(mark && mark.verdict === verdict ? "" : verdict) }, label);
  $("inspector").replaceChildren(
    h("p.what", null, h("strong", null, `Edit ${count(i + 1)} of ${count(open.edits.length)}: ${KINDS[kind(edit)]}`), ` characters ${count(start)} to ${count(end)} of the source text`,
      h("span.change." + kind(edit), { lang: "zh" }, removed && h("del", null, legible(removed.slice(0, 60)), (removed.length > 60 || left) && "…"), removed && inserted && " → ", inserted && h("ins", null, legible(inserted.slice(0, 60)), inserted.length > 60 && "…"))),
    h("ul.why", null, rulesOf(edit).map((rule) => h("li", null, h("strong." + tone(rule.id), null, rule.id), " ", rule.reason))),
    h("p.judging", null, choice("accept", "Accept", "a"), choice("dispute", "Dispute", "x"), h("label", { for: "note" }, "Note"), note));
}

function judge(verdict) {
  const edit = open.edits[open.cursor];
  if (!edit) return;
  marks.set(open.row.id, edit, verdict, $("note") ? $("note").value.trim() : "");
  for (const node of $("grid").querySelectorAll(`.edit[data-i="${open.cursor}"]`)) {
    node.classList.remove("accept", "dispute");
    if (verdict) node.classList.add(verdict);
  }
  const held = document.activeElement && document.activeElement.id;
  inspect(edit, open.cursor);
  if (held && $(held)) $(held).focus();
  say(verdict ? `Edit ${open.cursor + 1} ${verdict === "accept" ? "accepted" : "disputed"}` : "Mark taken back");
}

// The next edit in sight, forwards or back.
function move(by) {
  const grid = $("grid");
  if (!grid) return;
  const seen = (node) => !node.classList.contains("off") && (grid.classList.contains("mechanical") || !node.classList.contains("mech"));
  const nodes = [...grid.querySelectorAll(".edit")].filter(seen);
  const at = nodes.findIndex((node) => Number(node.dataset.i) >= open.cursor + (by > 0 ? 1 : 0));
  const to = by > 0 ? at : (at < 0 ? nodes.length : at) - 1;
  if (nodes[to]) select(Number(nodes[to].dataset.i), true);
  else say(by > 0 ? "No further edit" : "No edit before this one");
}
