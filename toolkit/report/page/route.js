// Where the reader is, as the address says it: #view=overview, #view=documents&rule=…, #doc=ID&edit=N. Links can be shared.

const FILTERS = ["q", "verdict", "reason", "rule", "flag", "encoding", "script", "share", "marks", "sort"];

const place = () => new URLSearchParams(location.hash.slice(1));
const address = (values) => "#" + new URLSearchParams(Object.entries(values).filter(([, v]) => v !== "" && v !== undefined && v !== null));

let filter = {}; // in force, also while a document is shown: it says which document is next

function filtersOf(params) {
  return Object.fromEntries(FILTERS.filter((name) => params.get(name)).map((name) => [name, params.get(name)]));
}

const listAddress = (change = {}) => address({ view: "documents", ...filter, ...change });
const docAddress = (row, change = {}) => address({ doc: row.id, ...filter, ...change });

// The tenth of its text that a document lost to chrome and spam; -1 where nothing is known.
const share = (row) => (row.base > 0 ? Math.min(9, Math.floor((row.taken * 10) / row.base)) : -1);

const TESTS = {
  q: (row, value) => value.toLowerCase().split(/\s+/).every((word) => row.words.includes(word)),
  verdict: (row, value) => row.kept === (value === "kept" ? 1 : 0),
  reason: (row, value) => row.reasons.includes(value),
  rule: (row, value) => row.rules.some((r) => run.rules[r].id === value || run.rules[r].id.startsWith(value + ".")),
  flag: (row, value) => row.flags.includes(value),
  encoding: (row, value) => row.encoding === value,
  script: (row, value) => row.script === value,
  share: (row, value) => row.kept && share(row) === Number(value),
  marks: (row, value) => marks.of(row.id).some((m) => value === "any" || m.verdict === value),
};

const ORDERS = {
  title: (row) => row.title || row.lead || row.place,
  verdict: (row) => row.kept,
  chars: (row) => row.chars,
  taken: (row) => (row.base > 0 ? row.taken / row.base : -1),
  edits: (row) => row.edits,
  encoding: (row) => row.encoding,
  script: (row) => row.script,
  published: (row) => row.published,
};

const collator = new Intl.Collator("zh", { numeric: true });

// The documents that the filter lets through, in its order ("-name" is downwards).
function listed() {
  const tests = Object.entries(filter).filter(([name]) => TESTS[name]);
  const found = rows.filter((row) => tests.every(([name, value]) => TESTS[name](row, value)));
  const key = ORDERS[(filter.sort || "").replace(/^-/, "")];
  if (!key) return found;
  const sign = filter.sort.startsWith("-") ? -1 : 1;
  const keyed = found.map((row) => [key(row), row]);
  keyed.sort(([a, x], [b, y]) => sign * (typeof a === "string" ? collator.compare(a, b) : a - b) || x.at - y.at);
  return keyed.map(([, row]) => row);
}
