// The pictures of docs/img, made anew: node screenshots.mjs (the sample drops of raw/, no hostile ones).

import { execFileSync } from "node:child_process";
import path from "node:path";
import { launched, opened, prepared, rowsOf, TOP } from "./browser.mjs";

const made = prepared({ hostile: false });
const browser = await launched();
const records = rowsOf(made.run, "records");
const hash = (name) => "#doc=" + encodeURIComponent(records.find((r) => r.raw.path.startsWith(name)).id);
const picture = (page, name) => page.screenshot({ path: path.join(TOP, "docs/img", name + ".png") });

async function report(name, options, keys = "") {
  const { page } = await opened(browser, made.report, options);
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  await picture(page, name);
  await page.context().close();
}

for (const theme of ["light", "dark"]) {
  await report("overview-" + theme, { theme, height: 860 });
  await report("document-" + theme, { theme, height: 860, hash: hash("05") }, "nnnn");
}
await report("documents-light", { height: 700, hash: "#view=documents&sort=-taken" });
await report("repair-light", { height: 700, hash: hash("07") }, "n");
await report("phone-overview", { width: 360, height: 740 });
await report("phone-document", { width: 360, height: 740, theme: "dark", hash: hash("05") }, "nnn");

// What `jiaokan explain` writes to a terminal, drawn: colours of the 256-colour palette, bold, dim, struck, underlined.
const STEPS = [0, 95, 135, 175, 215, 255];
const colour = (n) => (n > 231 ? [8 + 10 * (n - 232)].flatMap((g) => [g, g, g]) : [STEPS[Math.floor((n - 16) / 36)], STEPS[Math.floor((n - 16) / 6) % 6], STEPS[(n - 16) % 6]]);

function drawn(ansi) {
  let style = {};
  return ansi.split(/\x1b\[([0-9;]*)m/).map((part, i) => {
    if (i % 2 === 0) return { text: part, style };
    const codes = part.split(";").map(Number);
    if (codes.includes(0)) style = {};
    else if (codes[0] === 38) style = { ...style, color: `rgb(${colour(codes[2])})` };
    else style = { ...style, ...{ 1: { fontWeight: "bold" }, 2: { opacity: "0.6" }, 4: { textDecoration: "underline" }, 9: { textDecoration: "line-through" } }[codes[0]] };
    return { text: "", style };
  });
}

const ansi = execFileSync("python", ["-m", "toolkit", "explain", "--color", "always", "raw/05-chrome.txt"], { cwd: TOP, encoding: "utf8" });
const page = await browser.newPage({ viewport: { width: 900, height: 720 } });
await page.evaluate((runs) => {
  document.body.style.cssText = "margin:0;background:#15171b;color:#d8d8d2";
  const pre = document.createElement("pre");
  pre.style.cssText = "margin:0;padding:18px 22px;font:13px/1.55 'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace;white-space:pre-wrap";
  for (const { text, style } of runs) {
    const span = document.createElement("span");
    Object.assign(span.style, style);
    span.textContent = text;
    pre.append(span);
  }
  document.body.append(pre);
}, drawn(ansi));
await picture(page, "explain");

await browser.close();
made.close();
