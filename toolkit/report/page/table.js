// The documents: filter, sort, search. Only the rows in sight are in the page, so that 100,000 would do.

const HEADS = [["title", "Document"], ["verdict", "Verdict"], ["chars", "Characters"], ["taken", "Removed"], ["edits", "Edits"], ["encoding", "Encoding"], ["script", "Script"], ["published", "Published"]];

let current = []; // the documents listed, for the table and for going to the next

function documents() {
  const options = (list) => [...new Set(list)].sort(collator.compare);
  const ruleNames = options(run.rules.flatMap((r) => [r.id, family(r.id)]));
  const choices = [
    choice("verdict", "Verdict", ["kept", "rejected"]),
    choice("reason", "Rejected for", run.reasons.map((r) => r[0])),
    choice("rule", "Rule", ruleNames),
    choice("flag", "Warning", run.flags.map((f) => f[0])),
    choice("encoding", "Encoding", run.encodings.map((e) => e[0])),
    choice("script", "Script", options(rows.map((r) => r.script)).filter(Boolean)),
    choice("share", "Removed", run.shares.map((_, i) => [String(i), `${i * 10} to ${i * 10 + 10} %`])),
    choice("marks", "Marks", [["any", "any"], ["dispute", "disputed"], ["accept", "accepted"]]),
  ];
  const search = h("input", { type: "search", id: "search", placeholder: "Title, place, publisher, date, id", value: filter.q || "", oninput: () => refilter({ q: search.value.trim() }) });
  const body = h("tbody", { id: "rows" });
  const view = h("div.documents", null,
    h("h1", { id: "title", tabindex: "-1" }, "Documents"),
    h("form.filters", { role: "search", onsubmit: (e) => e.preventDefault() },
      h("p.search", null, h("label", { for: "search" }, "Search"), search),
      h("details.more", { open: matchMedia("(min-width: 48rem)").matches || Object.keys(filter).some((f) => !["q", "sort"].includes(f)) },
        h("summary", null, "Filters"), h("div.choices", null, choices.filter(Boolean)))),
    h("p.found", null, h("span", { id: "found", role: "status" }), " ", h("button", { type: "button", id: "clear", onclick: clearFilters }, "Clear filters")),
    h("table.list", { id: "list" },
      h("caption.unseen", null, "Documents of the run"),
      h("thead", null, h("tr", { "aria-rowindex": "1" }, HEADS.map(([key, label]) => heading(key, label)))),
      body));
  current = listed();
  queueMicrotask(() => {
    fill(true);
    told();
  });
  return view;
}

function choice(name, label, values) {
  if (!values.length) return null;
  const pairs = values.map((v) => (Array.isArray(v) ? v : [v, v]));
  if (filter[name] && !pairs.some(([v]) => v === filter[name])) pairs.push([filter[name], filter[name]]);
  const select = h("select", { id: "filter-" + name, onchange: () => refilter({ [name]: select.value }) },
    h("option", { value: "" }, "all"), pairs.map(([v, text]) => h("option", { value: v, selected: filter[name] === v }, text)));
  return h("p", null, h("label", { for: "filter-" + name }, label), select);
}

function heading(key, label) {
  return h("th." + key, { scope: "col", "data-key": key }, h("button", { type: "button", onclick: () => resort(key) }, label, h("span.arrow", { "aria-hidden": "true" })));
}

function resort(key) {
  const now = filter.sort || "";
  const first = ["chars", "taken", "edits"].includes(key) ? "-" + key : key;
  const second = first.startsWith("-") ? key : "-" + key;
  refilter({ sort: now === first ? second : now === second ? "" : first });
}

function refilter(change) {
  for (const [name, value] of Object.entries(change)) {
    if (value) filter[name] = value;
    else delete filter[name];
  }
  history.replaceState(null, "", listAddress());
  current = listed();
  fill(true);
  told();
}

function clearFilters() {
  filter = {};
  history.replaceState(null, "", listAddress());
  draw();
}

function told() {
  $("found").textContent = current.length === rows.length ? plural(rows.length, "document") : `${count(current.length)} of ${plural(rows.length, "document")}`;
  $("clear").hidden = !Object.keys(filter).some((name) => name !== "sort");
  const sorted = (filter.sort || "").replace(/^-/, "");
  for (const th of document.querySelectorAll("#list th[data-key]")) {
    if (th.dataset.key === sorted) th.setAttribute("aria-sort", filter.sort.startsWith("-") ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
  }
}

let drawn = ""; // which rows are in the page

// Put the rows in sight into the page; those above and below are room.
function fill(anew) {
  const body = $("rows");
  if (!body) return;
  const height = parseFloat(getComputedStyle($("list")).getPropertyValue("--row")) * 16;
  const top = body.getBoundingClientRect().top;
  const first = Math.max(0, Math.min(current.length, Math.floor(-top / height) - 12));
  const last = Math.min(current.length, Math.ceil((innerHeight - top) / height) + 12);
  const state = first + "-" + last;
  if (!anew && state === drawn) return;
  drawn = state;
  $("list").setAttribute("aria-rowcount", String(current.length + 1));
  body.replaceChildren(room(first * height), ...current.slice(first, last).map((row, i) => line(row, first + i)), room((current.length - last) * height));
}

function room(height) {
  const cell = h("td");
  cell.style.height = height + "px";
  return h("tr.room", { hidden: height === 0, "aria-hidden": "true" }, cell);
}

// The title, or how the text starts where there is none.
const titleOf = (row) => (row.title || row.lead ? shown(row.title || row.lead) : h("em", { lang: "en" }, "no title"));

function line(row, at) {
  const bar = h("span.fill.f-chrome", null);
  bar.style.width = row.base > 0 ? (100 * row.taken) / row.base + "%" : "0";
  const marked = marks.of(row.id).length;
  return h("tr", { "aria-rowindex": String(at + 2), onclick: (e) => e.target.closest("a") || (location.hash = docAddress(row)) },
    h("td.title", null,
      h("a" + (row.title ? "" : ".untitled"), { href: docAddress(row), lang: "zh" }, titleOf(row)),
      marked > 0 && h("span.marked", null, plural(marked, "mark")),
      h("span.place", null, shown(row.place))),
    h("td.verdict", null, h("span." + (row.kept ? "kept" : "rejected"), null, row.kept ? "kept" : row.reasons.join(", ") || "rejected")),
    h("td.chars.num", null, row.kept ? count(row.chars) : "–"),
    h("td.taken.num", null, row.base > 0 ? percent(row.taken, row.base) : "–", h("span.track", { "aria-hidden": "true" }, bar)),
    h("td.edits.num", null, count(row.edits)),
    h("td.encoding", null, row.encoding),
    h("td.script", null, SCRIPT_NAMES[row.script] || row.script),
    h("td.published", null, shown(row.published.slice(0, 16).replace("T", " "))));
}
