// The first view: what the run kept, what it turned away and why, and what each rule did.

function overview() {
  const kept = rows.filter((r) => r.kept).length;
  const total = (name) => rows.reduce((sum, r) => sum + Math.max(0, r[name]), 0);
  const taken = total("taken");
  return h("div.overview", null,
    h("h1", { id: "title", tabindex: "-1" }, run.name),
    h("ul.figures", null,
      figure(count(rows.length), "documents", listHref()),
      figure(count(kept), "kept", listHref({ verdict: "kept" }), percent(kept, rows.length)),
      figure(count(rows.length - kept), "rejected", listHref({ verdict: "rejected" }), percent(rows.length - kept, rows.length)),
      figure(count(total("chars")), "characters of article text"),
      figure(count(taken), "characters of chrome and spam removed", null, percent(taken, taken + total("chars")) + " of the text")),
    h("div.panels", null, columns([
      run.reasons.length > 0 && [3 * run.reasons.length, panel("Why documents were rejected", bars(run.reasons.map(([name, n, why]) => [name, n, { reason: name }, why, "f-spam"]), rows.length - kept))],
      kept > 0 && [9, panel("How much of its text a document lost", histogram(run.shares))],
      run.flags.length > 0 && [3 * run.flags.length, panel("Warnings", bars(run.flags.map(([name, n, why]) => [name, n, { flag: name }, why, "f-decode"]), rows.length))],
      [1.5 * run.encodings.length, panel("Encodings", bars(run.encodings.map(([name, n]) => [name, n, { encoding: name }]), rows.length))],
      kept > 0 && [1.5 * run.scripts.length, panel("Script of the source", bars(run.scripts.map(([name, n]) => [SCRIPT_NAMES[name] || name, n, { script: name }]), kept))],
      [4 + Object.keys(run.config).length, panel("The run", about())],
    ].filter(Boolean))),
    panel("What each rule did", rulesTable()));
}

const SCRIPT_NAMES = { Hans: "Simplified", Hant: "Traditional", mixed: "both mixed", none: "no Chinese found" };
const listHref = (wanted = {}) => address({ view: "documents", ...wanted });

function figure(value, label, href, note) {
  const inside = [h("span.value", null, value), h("span.label", null, label), note && h("span.note", null, note)];
  return h("li", null, href ? h("a", { href }, inside) : h("div", null, inside));
}

function panel(title, content) {
  return h("section.panel", null, h("h2", null, title), content);
}

// Panels in three columns of about the same height. panels: [lines it takes, node].
function columns(panels) {
  const out = [0, 1, 2].map(() => ({ height: 0, nodes: [] }));
  for (const [lines, node] of panels) {
    const shortest = out.reduce((a, b) => (b.height < a.height ? b : a));
    shortest.height += lines + 3;
    shortest.nodes.push(node);
  }
  return out.filter((c) => c.nodes.length).map((c) => h("div", null, c.nodes));
}

// Horizontal bars; each leads to its documents. entries: [label, n, filter, reason, colour class].
function bars(entries, whole) {
  const most = Math.max(...entries.map((e) => e[1]), 1);
  return h("ul.bars", null, entries.map(([label, n, wanted, why, colour]) => {
    const bar = h("span.fill." + (colour || "f-other"), null);
    bar.style.width = Math.max(0.5, (100 * n) / most) + "%";
    return h("li", null, h("a", { href: listHref(wanted) },
      h("span.label", null, label || "unknown"),
      h("span.amount", null, count(n), h("span.note", null, " " + percent(n, whole))),
      h("span.track", { "aria-hidden": "true" }, bar),
      why && h("span.why", null, why)));
  }));
}

function histogram(shares) {
  const most = Math.max(...shares, 1);
  return h("div", null,
    h("ol.histogram", null, shares.map((n, i) => {
      const bar = h("span.fill.f-chrome", null);
      bar.style.height = n ? Math.max(2, (100 * n) / most) + "%" : "0";
      const text = `${i * 10} to ${i * 10 + 10} %: ${plural(n, "document")}`;
      return h("li", null, h("a", { href: listHref({ share: String(i) }), title: text },
        h("span.unseen", null, text),
        h("span.column", { "aria-hidden": "true" }, h("span.n", null, n ? count(n) : ""), bar),
        h("span.axis", { "aria-hidden": "true" }, String(i * 10))));
    })),
    h("p.note", null, "Share of the text, in per cent, that went as chrome and spam; markup, white space and metadata are not counted. Look at the right-hand end first."));
}

function rulesTable() {
  const list = [...run.rules].sort((a, b) => b.did[0] - a.did[0] || b.did[2] - a.did[2]);
  if (!list.length) return h("p", null, "No rule changed anything.");
  const most = Math.max(...list.map((r) => r.did[2]), 1);
  const more = h("button", { type: "button", onclick: () => { table.classList.add("all"); more.remove(); } }, `All ${plural(list.length, "rule")}`);
  const table = h("table.rules", null,
    h("caption.unseen", null, "Rules, with documents they acted on and characters they removed and inserted"),
    h("thead", null, h("tr", null, ["Rule", "Documents", "Edits", "Removed", "Inserted"].map((t, i) => h("th" + (i ? ".num" : ""), { scope: "col" }, t)))),
    h("tbody", null, list.map((rule) => {
      const bar = h("span.fill." + tone(rule.id), null);
      // A square root: markup takes so much that the other bars would vanish beside it.
      bar.style.width = Math.max(0.5, 100 * Math.sqrt(rule.did[2] / most)) + "%";
      return h("tr", null,
        h("th", { scope: "row" }, h("a." + tone(rule.id), { href: listHref({ rule: rule.id }) }, rule.id), h("span.why", null, rule.reason)),
        rule.did.map((n, i) => h("td.num", { "data-name": ["documents", "edits", "removed", "inserted"][i] }, count(n), i === 2 && h("span.track", { "aria-hidden": "true" }, bar))));
    })));
  return [table, list.length > 12 && h("p.choices", null, more)];
}

function about() {
  const settings = Object.entries(run.config).map(([name, value]) => [name, typeof value === "string" ? value || "as it stands" : JSON.stringify(value)]);
  const facts = [["tool", run.tool], ["files read", run.inputs ? count(run.inputs) : "not told"], ["configuration", (run.config_sha256 || "").slice(0, 12) || "not told"], ...settings];
  return h("dl.facts", null, facts.map(([name, value]) => [h("dt", null, name), h("dd", null, shown(String(value)))]));
}
