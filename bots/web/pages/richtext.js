// A text with its spans as nodes: links to follow, keys to copy.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

const LINK = /https?:\/\/[^\s<>"'，。！？、；：（）【】《》「」]+/g;
const TAIL = /[.,!?;:)\]}]+$/;

// Spans count characters; JavaScript counts halves of them.
export function rich(text, spans = []) {
  const letters = Array.from(text);
  const nodes = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < at) continue;
    nodes.push(...linked(letters.slice(at, span.start).join("")));
    nodes.push(styled(letters.slice(span.start, span.end).join(""), span.style));
    at = span.end;
  }
  nodes.push(...linked(letters.slice(at).join("")));
  return nodes;
}

function styled(text, style) {
  if (style === "code") return copyable(text);
  if (style === "quote") return el("q.quoted", {}, ...linked(text));
  return el("strong", {}, ...linked(text));
}

function linked(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TAIL, "");
    nodes.push(text.slice(at, match.index));
    nodes.push(el("a", { href: address, target: "_blank", rel: "noopener nofollow noreferrer" }, address));
    at = match.index + address.length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

export function copyable(text) {
  const hint = el("span.hint", {}, icon("copy"), el("span", {}, t("copy")));
  const button = el("button.key", { type: "button", "aria-label": t("copy.label", { text }) }, el("code", {}, text), hint);
  button.addEventListener("click", async () => {
    const done = await copy(text);
    button.classList.toggle("copied", done);
    hint.replaceChildren(icon(done ? "check" : "alert"), el("span", { role: "status" }, t(done ? "copied" : "copy.failed")));
    setTimeout(() => {
      button.classList.remove("copied");
      hint.replaceChildren(icon("copy"), el("span", {}, t("copy")));
    }, 2500);
  });
  return button;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

// Where the clipboard is not given to pages without HTTPS, or to frames.
function copyOldWay(text) {
  const area = el("textarea.offscreen", { readonly: true, "aria-hidden": "true" });
  const before = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
