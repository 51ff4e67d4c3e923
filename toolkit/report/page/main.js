// Start, routes, keys, theme and the small note that follows pointer and focus.

const KEYS = [
  ["/", "search"], ["j", "next document"], ["k", "previous document"], ["n", "next edit"], ["p", "previous edit"],
  ["a", "accept the edit"], ["x", "dispute the edit"], ["b", "both texts"], ["e", "edits only"], ["c", "clean text only"], ["m", "markup and white space"], ["u", "up to the documents"], ["?", "this help"],
];

let turn = 0; // which drawing is the latest: a document that unpacks late must not overtake
let started = false; // whether something was drawn: the first drawing leaves the focus where it is

async function draw() {
  const params = place();
  const mine = ++turn;
  filter = filtersOf(params);
  hideTip();
  const row = params.has("doc") && rowOf.get(params.get("doc"));
  const at = params.has("doc") ? "document" : params.get("view") === "documents" ? "documents" : "overview";
  let content;
  if (at === "overview") content = overview();
  else if (at === "documents") content = documents();
  else if (!row) content = h("p.notice", null, "This report holds no document of that id.");
  else {
    current = listed();
    if (!current.includes(row)) current = rows;
    try {
      content = documentView(row, await documentOf(row));
    } catch (fault) {
      content = h("p.notice", null, String(fault.message || fault));
    }
  }
  if (mine !== turn) return;
  $("main").replaceChildren(content);
  for (const name of ["overview", "documents"]) {
    if (at === name) $("nav-" + name).setAttribute("aria-current", "page");
    else $("nav-" + name).removeAttribute("aria-current");
  }
  $("nav-documents").href = listAddress();
  document.title = (row ? row.title || row.lead || "No title" : at === "documents" ? "Documents" : "Overview") + " · " + run.name + " · jiaokan";
  scrollTo(0, 0);
  if (started) $("title")?.focus({ preventScroll: true });
  if (row && params.get("edit")) select(open.edits.findIndex((e) => e[0] === Number(params.get("edit"))), true);
  started = true;
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = {
    "/": () => { if ($("search")) $("search").focus(); else location.hash = listAddress(); },
    "?": openHelp,
    j: () => $("next")?.click(),
    k: () => $("previous")?.click(),
    u: () => $("to-list")?.click(),
    n: () => move(1),
    p: () => move(-1),
    a: () => $("accept")?.click(),
    x: () => $("dispute")?.click(),
    b: () => chooseView("both"),
    e: () => chooseView("edits"),
    c: () => chooseView("clean"),
    m: () => $("mechanical")?.click(),
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if ((event.key === "Enter" || event.key === " ") && event.target.matches(".edit")) {
    event.preventDefault();
    select(Number(event.target.dataset.i), false);
  }
}

function chooseView(name) {
  document.querySelector(`.views input[value="${name}"]`)?.click();
}

function openHelp() {
  const box = $("help");
  box.replaceChildren(
    h("h2", { id: "help-title" }, "Keys"),
    h("dl.keys", null, KEYS.map(([k, what]) => [h("dt", null, h("kbd", null, k)), h("dd", null, what)])),
    h("p.choices", null, h("button", { type: "button", onclick: () => box.close() }, "Close")));
  box.showModal();
}

// Light, dark, or as the system has it.
const THEMES = [["", "◐", "as the system"], ["light", "○", "light"], ["dark", "●", "dark"]];

function setTheme(name) {
  const [value, sign, label] = THEMES.find(([v]) => v === name) || THEMES[0];
  document.documentElement.style.colorScheme = value;
  $("theme").textContent = sign;
  $("theme").setAttribute("aria-label", "Theme: " + label);
  $("theme").dataset.theme = value;
  try {
    localStorage.setItem("jiaokan-theme", value);
  } catch {
    // No storage: the choice lasts as long as the page.
  }
}

function nextTheme() {
  const at = THEMES.findIndex(([v]) => v === ($("theme").dataset.theme || ""));
  setTheme(THEMES[(at + 1) % THEMES.length][0]);
}

// The note with rule and reason, for what the pointer or the focus is on.
function showTip(target) {
  const lines = target.dataset.tip ? [h("p", null, target.dataset.tip)] : rulesOf(open.edits[target.dataset.i]).map((rule) => h("p", null, h("strong." + tone(rule.id), null, rule.id), " ", rule.reason));
  if (!target.dataset.tip) {
    const edit = open.edits[target.dataset.i];
    if (edit[2] && edit[3]) lines.unshift(h("p", { lang: "zh" }, shown(edit[2].slice(0, 40)), " → ", legible(edit[3].slice(0, 40))));
    for (const node of $("grid").querySelectorAll(`[data-i="${target.dataset.i}"]`)) node.classList.add("hot");
  }
  const tip = $("tip");
  tip.replaceChildren(...lines);
  tip.hidden = false;
  const at = target.getClientRects()[0] || target.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + "px";
  tip.style.top = (at.top > size.height + 70 ? at.top - size.height - 6 : at.bottom + 6) + "px";
}

function hideTip() {
  $("tip").hidden = true;
  for (const node of document.querySelectorAll(".hot")) node.classList.remove("hot");
}

const tipped = (event) => event.target.closest?.("[data-i], [data-tip]");

function listen() {
  addEventListener("hashchange", draw);
  addEventListener("keydown", key);
  addEventListener("scroll", () => { fill(false); hideTip(); }, { passive: true });
  addEventListener("resize", () => fill(true));
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (e) => {
      const target = tipped(e);
      if (target && (on === "mouseover" || target.dataset.tip)) showTip(target); // a focused edit is told of below
    });
    document.addEventListener(off, (e) => { if (tipped(e)) hideTip(); });
  }
  document.addEventListener("focusin", (e) => { if (e.target.matches(".edit")) select(Number(e.target.dataset.i), false); });
  document.addEventListener("click", (e) => { const t = e.target.closest(".grid [data-i]"); if (t) select(Number(t.dataset.i), true); });
  document.addEventListener("keyup", (e) => { if (e.key === "Escape") hideTip(); });
  $("open-marks").addEventListener("click", openMarks);
  $("open-help").addEventListener("click", openHelp);
  $("theme").addEventListener("click", nextTheme);
}

async function start() {
  try {
    setTheme(localStorage.getItem("jiaokan-theme") || "");
  } catch {
    setTheme("");
  }
  if (typeof DecompressionStream === "undefined") {
    $("loading").textContent = "This browser is too old for the report: it can't unpack the documents. Firefox 113, Chrome 103, Safari 16.4 or later can.";
    return;
  }
  try {
    await readIndex();
  } catch (fault) {
    $("loading").textContent = "The report could not be read: " + fault.message;
    return;
  }
  $("run-name").textContent = run.name;
  marks.load();
  marks.count();
  listen();
  await draw();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

start();
