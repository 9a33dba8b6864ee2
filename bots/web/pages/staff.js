// The staff room: the list on the left, one thread on the right.

import { uploadTo } from "./attachments.js";
import { isCommand, isNote, withoutNote } from "./bubble.js";
import { Card } from "./card.js";
import { Collision } from "./collision.js";
import { Commands } from "./commands.js";
import { Composer, takeDrops } from "./composer.js";
import { avatar, byId, icon, keep } from "./dom.js";
import { Line, socketAddress } from "./line.js";
import { Log } from "./log.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";
import { pendingEntry } from "./pending.js";
import { People } from "./people.js";
import { GENERAL, Threads, titleOf, waited, waiting } from "./threads.js";
import { zoom } from "./viewer.js";
import { language, loadWords, offerLanguages, setClock, t } from "./words.js";

const room = { me: { id: "", name: "", role: "" }, since: { room: 0, read: 0 }, thread: "", seq: 0, limits: { text: 8000, upload: 20 * 1024 * 1024 } };

await loadWords({ staff: true });

const line = new Line(socketAddress("staff/ws"), () => ({ since: { room: room.since.room, read: room.since.read }, language: language() }));
const outbox = new Outbox(line, "staff");
const people = new People(() => threads.draw());
const threads = new Threads(byId("threads"), byId("filters"), {
  me: () => room.me.id,
  open: (key) => go(key),
  older: (seq) => line.send({ type: "older", box: "room", before: seq }),
  typing: (box) => people.typing(box),
});
const view = {
  marks: true,
  mine: (entry) => entry.side === "agent" && entry.by === room.me.id,
  nameOf: (entry) => entry.author || { buyer: t("staff.buyer"), bot: t("bot"), agent: t("agent") }[entry.side],
  quotedName: () => "",
  hidden: (entry) => entry.key === threads.get(room.thread)?.card,
  press: (entry, button) => outbox.add({ type: "press", box: room.thread, message: entry.key, value: button.value }),
  reply: (entry) => composer.startReply(entry),
  edit: (entry) => composer.startEdit(entry),
  remove: (entry) => outbox.add({ type: "delete", box: room.thread, message: entry.key }),
  retry: (id) => outbox.retry(id),
  drop: (id) => outbox.forget(id),
  jump: (key) => log.jump(key),
  zoom,
};
const log = new Log(byId("log"), view, (born) => line.send({ type: "older", box: room.thread, before: born }));
const card = new Card(view);
const commands = new Commands(byId("commands"), (name) => ((composer.text = `${name} `), composer.area.focus()));
const collision = new Collision(byId("collision"));
const composer = new Composer(byId("composer"), {
  send: (frame, shown) => (outbox.add({ type: "say", box: room.thread, ...frame }, shown), log.toBottom()),
  edit: (entry, text) => outbox.add({ type: "edit", box: room.thread, message: entry.key, text }),
  typing: () => line.send({ type: "typing", box: room.thread }),
  upload: uploadTo(() => `staff/files?box=${encodeURIComponent(room.thread)}`, () => ({})),
  lastOwn: () => log.lastOwn(),
  nameOf: view.nameOf,
  limits: () => room.limits,
  holds: (text) => room.thread !== GENERAL && collision.holds(text),
  intercept: (event) => commands.key(event),
  changed: (text) => dressComposer(text),
});
const notices = new Notices((key) => go(key));
takeDrops(document.querySelector(".room"), composer);
threads.addEventListener("unread", (event) => notices.count(event.detail));

// ---------------------------------------------------------------- the line

line.on("welcome", (frame) => {
  setClock(frame.now);
  Object.assign(room, { me: frame.me, shop: frame.shop, limits: { text: frame.text_limit, upload: frame.upload_bytes } });
  people.me = outbox.me = frame.me.id;
  cover(false);
  headline(true);
});
line.on("up", () => look());
line.on("down", () => headline(false));
line.on("error", ({ why }) => {
  if (why === "signed-out") signedOut();
  if (why === "gone" && !log.entries.size) location.hash = "";
});
line.on("presence", (frame) => people.take(frame));
line.on("found", (frame) => threads.takeFound(frame));
line.on("typing", (frame) => {
  if (frame.side === "agent" && frame.name === room.me.name) return;
  people.types(frame, t("staff.buyer"));
  if (frame.box !== room.thread) return;
  if (frame.side === "agent" && room.thread !== GENERAL) collision.writes(frame.name);
  else log.types(frame.name || t("staff.buyer"));
});
line.on("entries", (frame) => {
  if (frame.more === undefined || frame.fresh) advance(frame);
  if (frame.box === "read") threads.takeMarks(frame);
  else if (frame.box === "room") takeThreads(frame);
  else if (frame.box === room.thread) takeMessages(frame);
});
outbox.addEventListener("change", () => showPending());

function advance({ box, seq, fresh }) {
  if (box === room.thread) room.seq = fresh ? seq : Math.max(room.seq, seq);
  else if (box in room.since) room.since[box] = Math.max(room.since[box], seq);
}

function takeThreads(frame) {
  for (const one of threads.take(frame)) if (!(one.key === room.thread && document.visibilityState === "visible")) notices.tell(one);
  drawHead();
  if (frame.fresh) look();
}

function takeMessages(frame) {
  const news = log.take(frame);
  if (news.some((entry) => entry.side === "buyer")) log.types("");
  if (news.length) people.stopped(room.thread);
  const colleague = news.filter(isAnswer).at(-1);
  if (colleague && room.thread !== GENERAL) collision.answered(colleague.author);
  showPending();
  drawHead();
  read();
}

// A colleague's words to the buyer.
function isAnswer(entry) {
  return entry.side === "agent" && entry.by !== room.me.id && !isNote(entry) && !isCommand(entry);
}

function showPending() {
  log.setPending(outbox.waiting(room.thread).map((item) => ({ ...pendingEntry(item, "agent"), by: room.me.id, author: room.me.name })));
}

function signedOut() {
  line.end();
  cover(true);
}

// Nobody is signed in: there is nothing behind this to be reached.
function cover(covered) {
  byId("out").hidden = !covered;
  for (const part of document.querySelectorAll(".side, .room")) part.inert = covered;
  if (covered) byId("again").focus();
}

let shownDown;
let wasUp = true;
function headline(up) {
  if (up) clearTimeout(shownDown);
  document.body.classList.toggle("up", up);
  byId("my-avatar").replaceChildren(avatar(room.me.name || "·"));
  byId("my-name").textContent = room.me.name || t("staff.title");
  const role = room.me.role === "admin" ? `${t("staff.admin")} · ` : "";
  byId("state").textContent = up ? role + (room.shop || "") : t("state.connecting");
  if (up) byId("banner").hidden = true;
  else if (wasUp) shownDown = setTimeout(() => (byId("banner").hidden = line.over), 2500);
  wasUp = up;
}

// ---------------------------------------------------------------- the thread in view

function go(key) {
  if (decodeURIComponent(location.hash.slice(1)) === key) look();
  else location.hash = key;
}

// Shows what the address names; asks the server for it, from where we are.
function look() {
  const key = decodeURIComponent(location.hash.slice(1));
  document.body.dataset.pane = key ? "thread" : "list";
  // On a phone the list is all there is: then it is the page's main part.
  const alone = !key && matchMedia("(max-width: 760px)").matches;
  document.querySelector(".side").setAttribute("role", alone ? "main" : "complementary");
  byId("thread").hidden = !key;
  byId("empty").hidden = Boolean(key);
  if (key !== room.thread) turnTo(key);
  if (line.up) line.send({ type: "open", thread: key, since: room.seq });
}

function turnTo(key) {
  Object.assign(room, { thread: key, seq: 0 });
  people.thread = key;
  log.clear();
  log.arrange(false);
  collision.clear();
  card.show(null);
  composer.turnTo(key);
  threads.select(key);
  people.draw();
  drawHead();
  if (key && matchMedia("(hover: hover)").matches) composer.area.focus();
}

function drawHead() {
  const thread = threads.get(room.thread);
  const state = !thread ? "" : thread.closed ? "closed" : waiting(thread) ? "waiting" : "open";
  byId("title").textContent = room.thread === GENERAL ? t("staff.general") : titleOf(thread);
  byId("about").textContent = state === "waiting" ? waited(thread) : state && t(`staff.state.${state}`);
  byId("thread").dataset.state = state;
  card.show(log.entries.get(thread?.card));
  dressComposer(composer.text);
}

function dressComposer(text) {
  commands.follow(text);
  const note = withoutNote(text) !== null;
  byId("composer").classList.toggle("noting", note);
  byId("note").setAttribute("aria-pressed", String(note));
  const narrow = matchMedia("(max-width: 760px)").matches;
  const hint = note ? "staff.write.note" : room.thread === GENERAL ? "staff.write.general" : narrow ? "staff.write.short" : "staff.write";
  byId("composer").querySelector("textarea").placeholder = t(hint);
}

// What is on the screen of somebody who is there is read.
function read() {
  if (!room.thread || document.visibilityState !== "visible") return;
  const born = Math.max(0, ...[...log.entries.values()].map((entry) => entry.born));
  if (born && threads.seen(room.thread, born)) line.send({ type: "seen", thread: room.thread, born });
}

// ---------------------------------------------------------------- keys and buttons

for (const [id, name] of [["back", "back"], ["leave", "leave"], ["note", "note"], ["pin", "pin"], ["search-icon", "search"], ["empty-icon", "chat"]]) byId(id).append(icon(name));
window.addEventListener("hashchange", look);
document.addEventListener("visibilitychange", read);
byId("back").addEventListener("click", () => (location.hash = ""));
byId("again").addEventListener("click", () => location.reload());
byId("note").addEventListener("click", () => {
  composer.text = withoutNote(composer.text) ?? `/note ${composer.text}`;
  composer.area.focus();
});
byId("card").addEventListener("toggle", () => keep.set("card", byId("card").open ? "open" : "folded"));
card.fold(keep.get("card") ? keep.get("card") === "folded" : matchMedia("(max-width: 760px)").matches);
offerLanguages(byId("language"), () => {
  line.send({ type: "speak", language: language() });
  for (const part of [notices, threads, people]) part.draw();
  headline(line.up);
  drawHead();
  log.redraw();
});

let asking;
byId("search").addEventListener("input", (event) => {
  threads.search(event.target.value);
  clearTimeout(asking);
  if (threads.text) asking = setTimeout(() => line.send({ type: "find", text: threads.text.slice(0, 100) }), 250);
});
byId("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && threads.shown().length) go(threads.shown()[0].key);
  if (event.key !== "Escape" && event.key !== "Enter") return;
  event.target.value = "";
  threads.search("");
  (room.thread ? composer.area : event.target).focus();
});
document.addEventListener("keydown", (event) => {
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) go(threads.neighbour(event.key === "ArrowUp" ? -1 : 1));
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") byId("search").focus();
  else if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName) && room.thread) ((composer.text = "/"), composer.area.focus());
  else return;
  event.preventDefault();
});

headline(false);
look();
line.open();
