// The page's own words. What the desk says arrives ready-made in messages.

import { keep } from "./dom.js";

// Buyers are spoken to in all of these, agents in those that have no `nearest`.
const LANGUAGES = {
  zh: { tag: "zh-CN" },
  "zh-Hant": { tag: "zh-TW", nearest: "zh" },
  en: { tag: "en" },
  es: { tag: "es", nearest: "en" },
};
const tables = {};
let current = "zh";

async function table(language) {
  if (!tables[language]) {
    const answer = await fetch(new URL(`words.${language}.json`, import.meta.url));
    tables[language] = await answer.json();
  }
  return tables[language];
}

export function language() {
  return current;
}

export function locale() {
  return LANGUAGES[current].tag;
}

// Ours for a tag such as "zh-HK" or "es-419".
function spokenBy(tag) {
  const [first, ...rest] = tag.toLowerCase().replaceAll("_", "-").split("-");
  const traditional = !rest.includes("hans") && rest.some((part) => ["hant", "tw", "hk", "mo"].includes(part));
  if (first === "zh" && traditional) return "zh-Hant";
  return Object.hasOwn(LANGUAGES, first) ? first : "";
}

// The visitor's choice, else the page's around us, else the browser's first language that we speak.
export async function loadWords({ around = "", staff = false } = {}) {
  const wished = [keep.get("language"), around, ...(navigator.languages || [navigator.language])];
  const known = wished.filter(Boolean).map(spokenBy).find(Boolean) || "en";
  await speak((staff && LANGUAGES[known].nearest) || known);
}

export async function speak(language) {
  await table(language);
  current = language;
  document.documentElement.lang = locale();
  dress(document);
}

// What lets the visitor choose: a list of all, or a button that goes to and fro between two.
export function offerLanguages(control, changed) {
  const list = control instanceof HTMLSelectElement;
  control.value = current;
  control.addEventListener(list ? "change" : "click", async () => {
    const next = list ? control.value : current === "zh" ? "en" : "zh";
    keep.set("language", next);
    await speak(next);
    changed();
  });
}

export function t(key, values = {}) {
  const text = tables[current]?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Fills what the HTML marks: data-t (text), data-t-label, data-t-title, data-t-placeholder.
export function dress(root) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const node of root.querySelectorAll("[data-t-title]")) node.title = t(node.dataset.tTitle);
  for (const node of root.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
}

// ---------------------------------------------------------------- times, in the server's clock

let ahead = 0;

export function setClock(serverNow) {
  ahead = serverNow - Date.now();
}

export function now() {
  return Date.now() + ahead;
}

export function clockTime(at) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

export function dayOf(at) {
  return new Date(at).toDateString();
}

export function dayName(at) {
  const day = dayOf(at);
  if (day === dayOf(now())) return t("day.today");
  if (day === dayOf(now() - 86_400_000)) return t("day.yesterday");
  return new Intl.DateTimeFormat(locale(), { month: "long", day: "numeric", weekday: "short" }).format(at);
}

// For a list: a time today, a date before.
export function shortTime(at) {
  if (dayOf(at) === dayOf(now())) return clockTime(at);
  return new Intl.DateTimeFormat(locale(), { month: "numeric", day: "numeric" }).format(at);
}

export function span(milliseconds) {
  const minutes = Math.max(1, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return t("span.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("span.hours", { n: Math.floor(minutes / 60) });
  return t("span.days", { n: Math.floor(minutes / 1440) });
}

export function bytes(size) {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
