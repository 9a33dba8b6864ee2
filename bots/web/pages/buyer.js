// The buyer's page.

import { uploadTo } from "./attachments.js";
import { Checks } from "./check.js";
import { Composer, takeDrops } from "./composer.js";
import { byId, keep, passing } from "./dom.js";
import { Line, socketAddress } from "./line.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { pendingEntry } from "./pending.js";
import { zoom } from "./viewer.js";
import { language, loadWords, offerLanguages, setClock, t } from "./words.js";

const BOX = "chat";
const query = new URLSearchParams(location.search);
const embedded = query.has("embed") && window.parent !== window;
const page = { seq: 0, shop: "", bot: "", limits: { text: 8000, upload: 20 * 1024 * 1024 }, unread: 0, looking: !embedded || query.has("shown") };
page.order = orderBrought();

await loadWords({ around: query.get("lang") });
document.body.classList.toggle("embedded", embedded);

const line = new Line(socketAddress("chat/ws"), () => ({
  token: keep.get("token") || "",
  since: { [BOX]: page.seq },
  language: language(),
  start: (query.get("start") || "").slice(0, 120),
  order: page.looking ? page.order : "",
}));
const outbox = new Outbox(line, "chat");
const view = {
  mine: (entry) => entry.side === "buyer",
  nameOf: (entry) => (entry.side === "buyer" ? t("you") : entry.author || (entry.side === "bot" ? page.bot || t("bot") : t("agent"))),
  quotedName: () => "",
  press: (entry, button) => outbox.add({ type: "press", message: entry.key, value: button.value }),
  reply: (entry) => composer.startReply(entry),
  edit: (entry) => composer.startEdit(entry),
  remove: (entry) => outbox.add({ type: "delete", message: entry.key }),
  retry: (id) => outbox.retry(id),
  drop: (id) => outbox.forget(id),
  jump: (key) => log.jump(key),
  zoom,
};
// Half-written words survive a reload, and a phone that throws the page away while a picture is being taken.
const draft = {
  get: () => passing((kept) => kept.getItem("kamidesk:draft")) || "",
  set: (text) => passing((kept) => kept.setItem("kamidesk:draft", text)),
};
const checks = new Checks((message, number) => outbox.add({ type: "solve", message, number }));
const log = new Log(byId("log"), view, (born) => line.send({ type: "older", before: born }));
let composer = null;
composer = new Composer(byId("composer"), {
  send: (frame, shown) => (outbox.add({ type: "say", ...frame }, shown), log.toBottom()),
  edit: (entry, text) => outbox.add({ type: "edit", message: entry.key, text }),
  typing: () => line.send({ type: "typing" }),
  upload: uploadTo(() => "chat/files", () => ({ Authorization: `Bearer ${keep.get("token") || ""}` })),
  lastOwn: () => log.lastOwn(),
  nameOf: view.nameOf,
  limits: () => page.limits,
  changed: (text) => composer && composer.mode?.kind !== "edit" && draft.set(text),
});
composer.text = draft.get();
takeDrops(document.body, composer);

// ---------------------------------------------------------------- the line

line.on("welcome", (frame) => {
  if (keep.get("token") && keep.get("token") !== frame.token) startAnew();
  keep.set("token", frame.token);
  setClock(frame.now);
  Object.assign(page, { shop: frame.shop, bot: frame.bot, limits: { text: frame.text_limit, upload: frame.upload_bytes } });
  byId("shop").textContent = frame.shop;
  byId("crest").textContent = Array.from(frame.shop)[0] || "";
  headline(true);
  log.redraw();
  if (page.looking) page.order = "";
});
line.on("down", () => headline(false));
line.on("error", ({ why }) => why === "slow-down" && banner(t("why.slow-down")));
line.on("entries", (frame) => {
  if (!frame.fresh && frame.more === undefined) page.seq = Math.max(page.seq, frame.seq);
  if (frame.fresh) page.seq = frame.seq;
  const news = log.take(frame).filter((entry) => entry.side !== "buyer");
  for (const entry of log.sorted()) checks.pass(entry);
  log.setPending(outbox.waiting(BOX).map((item) => pendingEntry(item, "buyer")));
  if (news.length) log.types("");
  if (news.length && !page.looking) unread(page.unread + news.length);
});
line.on("typing", (frame) => log.types(frame.name || t("agent")));
outbox.addEventListener("change", () => log.setPending(outbox.waiting(BOX).map((item) => pendingEntry(item, "buyer"))));

// The server does not know us any more (its key is new): what is on the page belonged to somebody else.
function startAnew() {
  page.seq = 0;
  log.clear();
}

let shownDown;
let wasUp = true;
function headline(up) {
  if (up) clearTimeout(shownDown);
  document.body.classList.toggle("up", up);
  byId("state").textContent = t(up ? "state.up" : "state.connecting");
  if (up) byId("banner").hidden = true;
  else if (wasUp) shownDown = setTimeout(() => banner(t("banner.lost")), 2500);
  wasUp = up;
}

function banner(text) {
  byId("banner").textContent = text;
  byId("banner").hidden = false;
}

// The shop's page has signed this buyer's order. It comes behind the #, so that no server on the way logs it.
function orderBrought() {
  const order = new URLSearchParams(location.hash.slice(1)).get("order") || "";
  if (order) history.replaceState(null, "", location.pathname + location.search);
  return order.slice(0, 2048);
}

// ---------------------------------------------------------------- looked at or not

function unread(count) {
  page.unread = count;
  document.title = count ? `(${count}) ${page.shop || t("title")}` : page.shop || t("title");
  if (embedded) window.parent.postMessage({ kamidesk: "unread", count }, "*");
}

function look(looking) {
  page.looking = looking;
  if (looking) unread(0);
  if (looking && page.order && line.send({ type: "bring", order: page.order })) page.order = "";
}

document.addEventListener("visibilitychange", () => embedded || look(document.visibilityState === "visible"));
window.addEventListener("message", (event) => {
  if (!embedded || event.source !== window.parent || event.data?.kamidesk !== "shown") return;
  look(Boolean(event.data.open));
  if (event.data.open && matchMedia("(hover: hover)").matches) composer.area.focus();
});

// ---------------------------------------------------------------- keys and buttons

offerLanguages(byId("language"), () => {
  line.send({ type: "speak", language: language() });
  headline(line.up);
  log.redraw();
  unread(page.unread);
});
byId("close").addEventListener("click", () => window.parent.postMessage({ kamidesk: "close" }, "*"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && embedded && !document.querySelector("dialog[open]")) window.parent.postMessage({ kamidesk: "close" }, "*");
});

log.setPending(outbox.waiting(BOX).map((item) => pendingEntry(item, "buyer")));
headline(false);
unread(0);
line.open();
if (!embedded && matchMedia("(hover: hover)").matches) composer.area.focus();
if (embedded) window.parent.postMessage({ kamidesk: "ready" }, "*");
