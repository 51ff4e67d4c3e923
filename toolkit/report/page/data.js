// The blocks of data in this page: base64 of deflated JSON, unpacked when they are needed.

async function unpack(id) {
  const block = $(id);
  if (!block) throw new Error(`this page lacks its block ${id}: was it saved whole?`);
  const text = block.textContent;
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
}

// The last chunks looked at, so that going back and forth costs nothing.
const chunks = new Map();

async function documentOf(row) {
  if (!chunks.has(row.chunk)) {
    if (chunks.size > 7) chunks.delete(chunks.keys().next().value);
    if (!$("c" + row.chunk) && document.readyState === "loading") {
      await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
    }
    chunks.set(row.chunk, unpack("c" + row.chunk));
  }
  const docs = await chunks.get(row.chunk);
  return docs.find((d) => d.id === row.id);
}

let run = null; // the index block: run, rules, totals
let rows = []; // its rows as objects, in the order of the run
const rowOf = new Map();

async function readIndex() {
  run = await unpack("index");
  rows = run.rows.map((values, at) => {
    const row = { at };
    run.columns.forEach((name, i) => (row[name] = values[i]));
    row.words = [row.title, row.lead, row.place, row.publisher, row.id, row.published].join("\n").toLowerCase();
    rowOf.set(row.id, row);
    return row;
  });
  run.rows = null;
}

// Families of rules (the id up to its first dot) that only unwrap a text: drawn small unless asked for.
const MECHANICAL = new Set(["markup", "layout"]);
const FAMILIES = ["chrome", "spam", "field", "repair", "script", "content", "decode", "markup", "layout"];
const family = (id) => id.split(".", 1)[0];
const tone = (id) => "f-" + (FAMILIES.includes(family(id)) ? family(id) : "other");
