// What the tests share: a run of sample and hostile drops, its report, and a browser that keeps account of what a page does.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const ATTACK = "globalThis.ran=1";
const LINES = ["渡口的第一班船六点离岸，船上坐着去对岸上学的孩子。", "去年冬天，镇里给渡口装上了太阳能路灯，夜里靠岸再也不用打手电。", "等大桥通车以后，老陈打算把船留下来，再撑几年。"];

export const HOSTILE = {
  "script.txt": `</script><script>${ATTACK}</script>\n${LINES.join("\n")}`,
  "handler.txt": `<img src=x onerror=${ATTACK}> <svg onload=${ATTACK}>\n${LINES.join("\n")}\n<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
  "link.html": `<html><head><title><script>${ATTACK}</script>点我</title></head><body><p><a href="javascript:${ATTACK}">${LINES[0]}</a></p><p onclick="${ATTACK}">${LINES[1]}</p><p>${LINES[2]}</p></body></html>`,
  "entities.html": `<html><head><title>&lt;img src=x onerror=${ATTACK}&gt;</title></head><body><p>&lt;script&gt;${ATTACK}&lt;/script&gt; &amp;lt;b&amp;gt; ${LINES[0]}</p><p>${LINES[1]}</p><p>${LINES[2]}</p></body></html>`,
  "bidi.txt": `\u202e反过来的字\u2066 \u200b\u200f \u0007\u001b[2J ${LINES.join("\n")}`,
  "fetch.html": `<html><head><link rel=stylesheet href=http://127.0.0.1:9/x.css><script src=http://127.0.0.1:9/x.js></script></head><body><img src="http://127.0.0.1:9/x.png"><p>${LINES.join("</p><p>")}</p><style>@import url(http://127.0.0.1:9/y.css)</style></body></html>`,
  "long.txt": LINES[0].repeat(40_000) + "\n" + LINES[1],
  "tags.html": `<html><body>${"<p><b><i>" + LINES[0] + "</i></b></p>\n".repeat(3000)}</body></html>`,
};
HOSTILE["nothing.txt"] = "——"; // turned away
HOSTILE["<img src=x onerror=" + ATTACK + ">.txt"] = LINES.join("\n");

function jiaokan(...args) {
  try {
    execFileSync("python", ["-m", "toolkit", ...args], { cwd: TOP, stdio: ["ignore", "ignore", "pipe"] });
  } catch (fault) {
    if (fault.status !== 1) throw fault; // 1: some drops were rejected, as they should be
  }
}

// The sample drops, with the hostile ones or without, as a run and its report. Gives {report, run, close}.
export function prepared({ hostile = true } = {}) {
  const work = mkdtempSync(path.join(tmpdir(), "jiaokan-browser-"));
  const raw = path.join(work, "raw"), run = path.join(work, "run"), report = path.join(work, "report.html");
  cpSync(path.join(TOP, "raw"), raw, { recursive: true });
  cpSync(path.join(TOP, "tests", "drops", "rejected"), path.join(raw, "rejected"), { recursive: true });
  if (hostile) mkdirSync(path.join(raw, "hostile"));
  for (const [name, text] of hostile ? Object.entries(HOSTILE) : []) writeFileSync(path.join(raw, "hostile", name), text);
  jiaokan("run", raw, run);
  jiaokan("report", run, "--raw", raw, "-o", report, "--name", hostile ? "Samples <b>&</b> traps" : "Sample drops");
  return { report, run, close: () => rmSync(work, { recursive: true }) };
}

// A report of n documents made for the purpose. Gives {report, close}.
export function large(n) {
  const work = mkdtempSync(path.join(tmpdir(), "jiaokan-browser-"));
  const report = path.join(work, "report.html");
  execFileSync("python", ["-m", "tests.browser.large", report, String(n)], { cwd: TOP });
  return { report, close: () => rmSync(work, { recursive: true }) };
}

export function rowsOf(run, folder) {
  const files = readdirSync(path.join(run, folder)).sort();
  return files.flatMap((name) => readFileSync(path.join(run, folder, name), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)));
}

export const launched = () => chromium.launch({ executablePath: CHROMIUM, args: QUIET });

// A page on the report; `account` collects every request, console line, error and dialog.
export async function opened(browser, report, { width = 1280, height = 900, theme = "light", hash = "" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, acceptDownloads: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  const account = { requests: [], console: [], errors: [], dialogs: [] };
  context.on("request", (r) => account.requests.push(r.url()));
  page.on("console", (m) => account.console.push(m.text()));
  page.on("pageerror", (e) => account.errors.push(String(e)));
  page.on("dialog", (d) => (account.dialogs.push(d.message()), d.dismiss()));
  await page.goto(pathToFileURL(report).href + hash);
  await page.waitForFunction(() => document.documentElement.dataset.ready);
  return { page, account };
}
