// The report in a real browser: what a reviewer does with it, and what a hostile drop must not do.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { HOSTILE, large, launched, opened, prepared, rowsOf } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser, made, records, rejected;

before(async () => {
  made = prepared();
  records = rowsOf(made.run, "records");
  rejected = rowsOf(made.run, "rejected");
  browser = await launched();
});
after(async () => {
  await browser?.close();
  made?.close();
});

async function quiet({ page, account }) {
  assert.deepEqual({ ...account, requests: account.requests.filter((url) => !url.startsWith("blob:file:") && url !== page.url().split("#")[0]) }, { requests: [], console: [], errors: [], dialogs: [] });
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  await page.context().close();
}

const docHash = (row) => "#doc=" + encodeURIComponent(row.id);
const shownRows = (page) => page.locator("#list").getAttribute("aria-rowcount").then((n) => Number(n) - 1);

test("the overview opens with the run's counts", async () => {
  const view = await opened(browser, made.report);
  const figures = await view.page.locator(".figures .value").allTextContents();
  assert.deepEqual(figures.slice(0, 3).map(Number), [records.length + rejected.length, records.length, rejected.length]);
  await quiet(view);
});

test("every bar leads to as many documents as it says", async () => {
  const view = await opened(browser, made.report);
  const links = await view.page.$$eval(".bars a", (all) => all.map((a) => [a.getAttribute("href"), parseInt(a.querySelector(".amount").firstChild.data.replaceAll(",", ""))]));
  const rules = await view.page.$$eval(".rules tbody tr", (all) => all.map((tr) => [tr.querySelector("a").getAttribute("href"), parseInt(tr.querySelector("td").textContent.replaceAll(",", ""))]));
  assert.ok(links.length > 5 && rules.length > 5);
  for (const [href, n] of [...links, ...rules]) {
    await view.page.evaluate((hash) => (location.hash = hash), href);
    await view.page.waitForSelector("#list");
    await view.page.waitForFunction((n) => document.querySelector("#list")?.getAttribute("aria-rowcount") === String(n + 1), n);
  }
  await quiet(view);
});

test("the table is searched, filtered and sorted", async () => {
  const view = await opened(browser, made.report, { hash: "#view=documents" });
  const { page } = view;
  assert.equal(await shownRows(page), records.length + rejected.length);
  await page.keyboard.press("/");
  await page.keyboard.type("11-news");
  assert.equal(await shownRows(page), 1);
  assert.match(page.url(), /q=11-news/);
  await page.click("#clear");
  await page.selectOption("#filter-verdict", "rejected");
  assert.equal(await shownRows(page), rejected.length);
  await page.click("#clear");
  await page.click('th[data-key="chars"] button');
  const most = Math.max(...records.map((r) => r.char_count));
  assert.equal(Number((await page.locator("#rows td.chars").first().textContent()).replaceAll(",", "")), most);
  assert.equal(await page.locator('th[data-key="chars"]').getAttribute("aria-sort"), "descending");
  await quiet(view);
});

test("a document's clean text is the record's, for every document", async () => {
  const view = await opened(browser, made.report);
  const { page } = view;
  for (const row of records.filter((r) => r.char_count < 100_000)) {
    await page.evaluate((hash) => (location.hash = hash), docHash(row));
    await page.waitForFunction((id) => open && open.row.id === id && document.querySelector("#grid"), row.id);
    const text = await page.$$eval(".clean", (cells) => {
      const plain = (node) => (node.nodeType === 3 ? node.data : node.classList.contains("cp") ? String.fromCodePoint(parseInt(node.textContent.slice(2), 16)) : [...node.childNodes].map(plain).join(""));
      return cells.filter((c) => c.childNodes.length).map(plain).join("\n");
    });
    assert.equal(text, row.text, row.raw.path);
  }
  await quiet(view);
});

test("keys lead to the next document and to each edit with its rule and reason", async () => {
  const view = await opened(browser, made.report, { hash: "#view=documents&q=05-chrome" });
  const { page } = view;
  await page.click("#rows a");
  await page.waitForSelector(".document");
  await page.keyboard.press("m");
  await page.keyboard.press("n");
  const rule = await page.locator("#inspector .why strong").first().textContent();
  assert.match(rule, /^[a-z]+\./);
  assert.ok((await page.locator("#inspector .why li").first().textContent()).length > rule.length + 10);
  assert.equal(await page.evaluate(() => document.activeElement.classList.contains("edit")), true);
  assert.match(page.url(), /edit=\d+/);
  const reopened = await opened(browser, made.report, { hash: new URL(page.url()).hash });
  assert.equal(await reopened.page.locator(".edit.chosen").count(), 1);
  await quiet(reopened);
  await page.keyboard.press("u");
  await page.click("#clear");
  await page.click("#rows tr:nth-child(2) a");
  await page.waitForSelector("#next");
  const first = page.url();
  await page.keyboard.press("j");
  await page.waitForFunction((url) => location.href !== url, first);
  await page.waitForSelector("#previous");
  await page.keyboard.press("k");
  await page.waitForFunction((url) => location.href === url, first);
  await quiet(view);
});

test("the pointer on an edit shows rule and reason, and the place in the other column", async () => {
  const row = records.find((r) => r.raw.path.includes("03-clean-big5"));
  const view = await opened(browser, made.report, { hash: docHash(row) });
  const { page } = view;
  await page.hover(".edit.swap del >> nth=1");
  assert.match(await page.locator("#tip").textContent(), /→.*script\.t2s .{9}/);
  assert.equal(await page.locator(".put.hot").count(), 1);
  await page.mouse.move(0, 0);
  assert.equal(await page.locator("#tip").isHidden(), true);
  await quiet(view);
});

test("marks are set, kept over a reload, exported and read again", async () => {
  const row = records.find((r) => r.edit_count > 4);
  const view = await opened(browser, made.report, { hash: docHash(row) });
  const { page } = view;
  await page.click("#mechanical");
  await page.keyboard.press("n");
  await page.keyboard.press("a");
  await page.keyboard.press("n");
  await page.keyboard.press("x");
  await page.fill("#note", "belongs to the text");
  await page.press("#note", "Enter");
  await page.reload();
  await page.waitForSelector(".edit.dispute");
  assert.equal(await page.locator("#mark-count").textContent(), "2");
  await page.click("#open-marks");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export-marks")]);
  const told = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(told.format, "jiaokan-marks/1");
  assert.deepEqual(told.marks.map((m) => [m.id, m.verdict, m.note]), [[row.id, "accept", ""], [row.id, "dispute", "belongs to the text"]]);
  const other = await opened(browser, made.report);
  await other.page.click("#open-marks");
  await other.page.setInputFiles("#marks-file", { name: "marks.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(told)) });
  await other.page.waitForFunction(() => document.getElementById("mark-count").textContent === "2");
  await quiet(other);
  await quiet(view);
});

test("hostile drops run nothing and fetch nothing, looked at one by one", async () => {
  const hostile = [...records, ...rejected].filter((r) => r.raw.path.startsWith("hostile/"));
  assert.equal(hostile.length, Object.keys(HOSTILE).length);
  const view = await opened(browser, made.report, { hash: "#view=documents&q=hostile" });
  for (const row of hostile) {
    const start = Date.now();
    await view.page.evaluate((hash) => (location.hash = hash), docHash(row));
    await view.page.waitForFunction((id) => open && open.row.id === id && document.querySelector(".document"), row.id);
    assert.ok(Date.now() - start < 3000, `${row.raw.path} took ${Date.now() - start} ms`);
    await view.page.click("#mechanical").catch(() => {});
    for (let i = 0; i < 3; i += 1) await view.page.keyboard.press("n");
    assert.equal(await view.page.evaluate(() => document.querySelectorAll("main img, main iframe, main script, main svg, main [onclick], main a[href^='javascript']").length), 0);
  }
  await quiet(view);
});

for (const width of [1280, 360]) {
  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing, and nothing is cut off, at ${width} px, ${theme}`, async () => {
      const row = records.find((r) => r.raw.path.includes("14-hidden"));
      for (const hash of ["", "#view=documents", docHash(row), docHash(rejected[0])]) {
        const view = await opened(browser, made.report, { width, theme, hash, height: 800 });
        const { page } = view;
        if (hash === docHash(row)) {
          await page.keyboard.press("n");
          await page.keyboard.press("x");
        }
        await page.evaluate(AXE); // by the debugger, which the page's policy does not bind
        const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html + " " + n.failureSummary)]), [], `${hash} ${theme}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${hash} is wider than ${width} px`);
        await page.context().close();
      }
      const { page } = await opened(browser, made.report, { width, theme });
      for (const button of ["#open-help", "#open-marks"]) {
        await page.click(button);
        await page.evaluate(AXE);
        const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(found.violations.map((v) => v.id), []);
        await page.keyboard.press("Escape");
      }
      await page.context().close();
    });
  }
}

test("5,000 documents: under 60 MB, in use within 2 s, searched and scrolled to the end", async () => {
  const many = large(5000);
  try {
    assert.ok(statSync(many.report).size < 60e6, `${statSync(many.report).size} bytes`);
    const start = Date.now();
    const view = await opened(browser, many.report);
    const { page } = view;
    await page.click("#nav-documents");
    await page.waitForSelector("#rows a");
    assert.ok(Date.now() - start < 2000, `${Date.now() - start} ms`);
    assert.equal(await shownRows(page), 5000);
    assert.ok((await page.locator("#rows tr").count()) < 100);
    await page.keyboard.press("End");
    await page.waitForSelector('#rows tr[aria-rowindex="5001"]');
    await page.fill("#search", "04321");
    assert.equal(await shownRows(page), 1);
    await page.click("#rows a");
    await page.waitForSelector(".document .clean");
    await quiet(view);
  } finally {
    many.close();
  }
});
