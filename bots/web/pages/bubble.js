// One message as a page shows it. `view` says what the page can do with it.

import { avatar, el, hue, icon, iconButton } from "./dom.js";
import { copy, copyable, rich } from "./richtext.js";
import { bytes, clockTime, t } from "./words.js";

// Among colleagues: a note, or two slashes first. The desk reads commands in both languages and widths.
const NOTE = /^\s*[/／](?:[/／]|(?:note|备注|n)(?=\s|$))\s*/i;
const COMMAND = /^\s*[/／]/;

export function isNote(entry) {
  return entry.side === "agent" && NOTE.test(entry.text || "");
}

export function isCommand(entry) {
  return entry.side === "agent" && COMMAND.test(entry.text || "") && !isNote(entry);
}

export function withoutNote(text) {
  return NOTE.test(text) ? text.replace(NOTE, "") : null;
}

// view: { mine(entry), nameOf(entry), press, reply, edit, remove, retry, drop, jump, zoom, marks }
export function bubble(entry, view) {
  const mine = view.mine(entry);
  const node = el("article.message", { data: { key: entry.key }, tabindex: "-1" });
  node.classList.add(`from-${entry.side}`);
  node.classList.toggle("mine", mine);
  node.classList.toggle("note", isNote(entry) && view.marks);
  node.classList.toggle("command", isCommand(entry) && view.marks);
  node.classList.toggle("failed", Boolean(entry.why));
  const name = view.nameOf(entry);
  const box = el("div.bubble", {}, quote(entry, view), ...files(entry, view), words(entry, view), check(entry), foot(entry, mine, view));
  const row = el("div.row", {}, box, entry.pending || entry.deleted ? null : actions(entry, mine, view));
  const stack = el("div.stack", {}, author(entry, mine, name), row, chips(entry, view), failure(entry, view));
  node.append(avatar(name, entry.side), stack);
  node.setAttribute("aria-label", `${name}, ${clockTime(entry.at)}`);
  return node;
}

function author(entry, mine, name) {
  const role = entry.side === "bot" ? el("span.role", {}, t("role.bot")) : null;
  return mine ? null : el(`div.author.hue-${hue(name)}`, {}, name, role);
}

function words(entry, view) {
  if (entry.deleted) return el("div.text.gone", {}, t("deleted"));
  const text = isNote(entry) && view.marks ? entry.text.replace(NOTE, "") : entry.text || "";
  if (!text) return null;
  const body = el("div.text", { dir: "auto" }, ...rich(text, entry.spans));
  return isNote(entry) && view.marks ? el("div", {}, el("div.label", {}, icon("note"), t("note.label")), body) : body;
}

// While somebody guesses orders: passed by the page itself (check.js).
function check(entry) {
  if (!entry.check || entry.deleted) return null;
  const done = entry.checked;
  const sign = done ? icon("check") : el("span.wheel", { "aria-hidden": "true" });
  return el(done ? "div.check.done" : "div.check", { role: "status" }, sign, el("span", {}, t(done ? "check.done" : "check.running")));
}

function quote(entry, view) {
  if (!entry.quote) return null;
  const said = [el("b", {}, entry.quote.author || view.quotedName(entry.quote)), el("span", {}, entry.quote.text || "…")];
  return el("button.quote", { type: "button", title: t("quote.jump"), onclick: () => view.jump(entry.quote.key) }, ...said);
}

function files(entry, view) {
  return (entry.files || []).map((file) => {
    if (file.spot) return place(file);
    if (file.kind === "image" || file.kind === "sticker") return picture(file, view);
    if (file.kind === "video") return player("video.media", file, "metadata");
    if (file.kind === "audio" || file.kind === "voice") return player("audio.media", file, "none");
    return download(file);
  });
}

// What this browser cannot play is still to be had.
function player(kind, file, preload) {
  const node = el(kind, { src: file.url, controls: true, preload, "aria-label": file.name || t("file") });
  node.addEventListener("error", () => node.replaceWith(download(file)));
  return node;
}

// Coordinates to copy, and two maps: one that works well in China, one everywhere.
function place(file) {
  const [latitude, longitude] = file.spot.split(",");
  const name = file.name || t("place");
  const maps = {
    "map.amap": `https://uri.amap.com/marker?position=${longitude},${latitude}&name=${encodeURIComponent(name)}&coordinate=wgs84`,
    "map.osm": `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`,
  };
  const links = Object.entries(maps).map(([key, href]) => el("a", { href, target: "_blank", rel: "noopener nofollow noreferrer" }, t(key)));
  return el("div.place", {}, icon("place"), el("div", {}, el("b", {}, name), copyable(file.spot), el("div.maps", {}, ...links)));
}

function picture(file, view) {
  const image = el("img", { src: file.url, alt: file.name || t("picture"), loading: "lazy", decoding: "async" });
  const frame = el("button.picture", { type: "button", title: t("picture.open"), onclick: () => view.zoom(file) }, image);
  image.addEventListener("error", () => frame.replaceWith(download(file)));
  return frame;
}

function download(file) {
  const told = [el("b", {}, file.name || t("file")), el("small", {}, bytes(file.size || 0))];
  return el("a.file", { href: file.url || undefined, download: file.name, rel: "noopener" }, icon("file"), el("span", {}, ...told));
}

function foot(entry, mine, view) {
  const edited = entry.edited && entry.side !== "bot" ? el("span", {}, t("edited")) : null;
  const time = el("time", { datetime: new Date(entry.at).toISOString() }, clockTime(entry.at));
  return el("div.foot", {}, edited, time, mine && !entry.deleted ? mark(entry, view) : null);
}

function mark(entry, view) {
  if (entry.why) return state("alert", t("state.failed"));
  if (entry.pending) return state("clock", t("state.sending"));
  if (view.marks && COMMAND.test(entry.text || "")) return null;
  return entry.state === "delivered" ? state("checks", t("state.delivered"), "delivered") : state("check", t("state.sent"));
}

function state(name, label, kind = "") {
  return el(`span.state${kind && `.${kind}`}`, { title: label, role: "img", "aria-label": label }, icon(name));
}

function actions(entry, mine, view) {
  const own = mine && !entry.echo;
  return el(
    "div.actions",
    { role: "group", "aria-label": t("actions") },
    iconButton("reply", t("reply"), () => view.reply(entry)),
    entry.text ? iconButton("copy", t("copy"), () => copy(entry.text)) : null,
    own && entry.text ? iconButton("edit", t("edit"), () => view.edit(entry)) : null,
    own ? iconButton("trash", t("delete"), () => view.remove(entry)) : null,
  );
}

function chips(entry, view) {
  if (entry.deleted || !entry.buttons?.length) return null;
  return el("div.chips", { role: "group", "aria-label": t("choices") }, ...entry.buttons.map((row) => el("div", {}, ...row.map((b) => chip(b, entry, view)))));
}

export function chip(button, entry, view) {
  if (button.url) return page(button);
  const pressed = entry.pressed === button.value;
  const attributes = { type: "button", "aria-pressed": String(pressed), data: { value: button.value } };
  const node = el("button.chip", attributes, pressed ? icon("check") : null, button.label);
  node.addEventListener("click", () => {
    node.classList.add("busy");
    setTimeout(() => node.classList.remove("busy"), 2500);
    view.press(entry, button);
  });
  return node;
}

// A button that opens a page; whatever else calls itself an address ("javascript:…") opens nothing.
function page(button) {
  const href = /^https?:\/\//i.test(button.url) ? button.url : undefined;
  return el("a.chip", { href, target: "_blank", rel: "noopener nofollow noreferrer" }, button.label, icon("out"));
}

function failure(entry, view) {
  if (!entry.why) return null;
  return el(
    "div.failure",
    { role: "alert" },
    el("span", {}, t(`why.${entry.why}`)),
    el("button.link", { type: "button", onclick: () => view.retry(entry.nonce) }, icon("retry"), t("retry")),
    el("button.link", { type: "button", onclick: () => view.drop(entry.nonce) }, icon("trash"), t("drop")),
  );
}
