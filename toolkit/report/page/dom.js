"use strict";
// Nodes are made here and nowhere else. Text is only ever set as text: nothing that a drop holds is parsed as HTML.

const $ = (id) => document.getElementById(id);

// h("p.note", {lang: "zh"}, "text", node): an element with classes, properties or attributes, and children.
function h(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

const number = new Intl.NumberFormat("en");
const count = (n) => number.format(n);
const plural = (n, one, many = one + "s") => `${count(n)} ${n === 1 ? one : many}`;
const percent = (part, whole) => (whole > 0 ? Math.round((100 * part) / whole) + " %" : "–");

// Characters that are invisible or that reorder what stands round them; they are drawn as a small label.
const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;
const codePoint = (char) => "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

// Text as nodes: plain text with labels for what could not be seen.
function shown(text) {
  const out = [];
  let at = 0;
  for (const m of text.matchAll(HIDDEN)) {
    if (m.index > at) out.push(text.slice(at, m.index));
    out.push(h("span.cp", null, codePoint(m[0])));
    at = m.index + m[0].length;
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
}

// Removed white space, drawn so that it can be seen.
const BLANKS = { "\n": "↵", " ": "·", "\t": "→", "\u3000": "□", "\u00a0": "·" };
const blanks = (text) => Array.from(text, (c) => BLANKS[c] || c).join("");
const isBlank = (text) => text !== "" && !/\S/.test(text);
const legible = (text) => (isBlank(text) ? blanks(text) : shown(text));

function say(text) {
  $("said").textContent = text;
}
