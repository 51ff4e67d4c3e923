// The reviewer's marks: an edit accepted or disputed, kept in this browser where it allows that, exported as JSON.

const marks = {
  all: new Map(), // key -> {id, start, end, rule, verdict, note}
  store: "",

  key(id, start, end) {
    return `${id} ${start} ${end}`;
  },

  load() {
    this.store = "jiaokan-marks:" + run.name + ":" + run.config_sha256;
    try {
      this.take(JSON.parse(localStorage.getItem(this.store) || "[]"));
    } catch {
      // No storage for this page: marks last as long as it is open, and the export keeps them.
    }
  },

  take(list) {
    let taken = 0;
    for (const m of list) {
      if (!rowOf.has(m.id) || !Number.isInteger(m.start) || !["accept", "dispute"].includes(m.verdict)) continue;
      this.all.set(this.key(m.id, m.start, m.end), { id: m.id, start: m.start, end: m.end, rule: String(m.rule), verdict: m.verdict, note: String(m.note || "") });
      taken += 1;
    }
    return taken;
  },

  of(id) {
    return [...this.all.values()].filter((m) => m.id === id);
  },

  get(id, edit) {
    return this.all.get(this.key(id, edit[0], edit[1]));
  },

  set(id, edit, verdict, note) {
    const key = this.key(id, edit[0], edit[1]);
    if (verdict) this.all.set(key, { id, start: edit[0], end: edit[1], rule: ruleIds(edit).join("+"), verdict, note });
    else this.all.delete(key);
    this.save();
  },

  save() {
    try {
      localStorage.setItem(this.store, JSON.stringify([...this.all.values()]));
    } catch {
      // As in load.
    }
    this.count();
  },

  count() {
    $("mark-count").textContent = count(this.all.size);
  },

  exported() {
    const list = [...this.all.values()].sort((a, b) => rowOf.get(a.id).at - rowOf.get(b.id).at || a.start - b.start);
    return JSON.stringify({ format: "jiaokan-marks/1", tool: run.tool, config_sha256: run.config_sha256, marks: list }, null, 1) + "\n";
  },
};

function openMarks() {
  const box = $("marks");
  const disputed = [...marks.all.values()].filter((m) => m.verdict === "dispute").length;
  const file = h("input", { type: "file", accept: ".json,application/json", id: "marks-file", onchange: () => readMarks(file) });
  box.replaceChildren(
    h("h2", { id: "marks-title" }, "Marks"),
    h("p", null, `${plural(marks.all.size - disputed, "edit")} accepted, ${count(disputed)} disputed.`),
    h("p", null, "Exported marks become test cases: ", h("code", null, "jiaokan report RUN --apply marks.json")),
    h("p.choices", null,
      h("button.main", { type: "button", id: "export-marks", disabled: marks.all.size === 0, onclick: exportMarks }, "Export marks.json"),
      h("a.button", { href: address({ view: "documents", marks: "any" }), onclick: () => box.close() }, "Documents with marks")),
    h("p", null, h("label", { for: "marks-file" }, "Add marks from a file "), file),
    h("p.choices", null, h("button", { type: "button", onclick: () => box.close() }, "Close")),
  );
  box.showModal();
}

function exportMarks() {
  const url = URL.createObjectURL(new Blob([marks.exported()], { type: "application/json" }));
  h("a", { href: url, download: "marks.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  say(`${plural(marks.all.size, "mark")} exported`);
}

async function readMarks(input) {
  let taken = 0;
  try {
    taken = marks.take(JSON.parse(await input.files[0].text()).marks);
    marks.save();
  } catch {
    say("That file holds no marks");
    return;
  }
  $("marks").close();
  say(`${plural(taken, "mark")} added`);
  draw();
}
