// Where one writes: Enter sends, Shift+Enter breaks the line; pictures and files by button, paste or drop.

import { Attachments } from "./attachments.js";
import { el, iconButton } from "./dom.js";
import { t } from "./words.js";

const TYPING_EVERY = 3000;

// deps: { send(frame, shown), edit(entry, text), typing(), upload(file, progress), lastOwn(), nameOf(entry), limits() },
// and perhaps intercept(event), changed(text), holds(text): not yet, ask me once more
export class Composer {
  constructor(root, deps) {
    this.deps = deps;
    this.mode = null;
    this.drafts = new Map();
    this.area = root.querySelector("textarea");
    this.button = root.querySelector(".send");
    this.context = el("div.context", { hidden: true });
    this.attachments = new Attachments(root.querySelector("input[type=file]"), deps, (failed) => this.uploaded(failed));
    root.prepend(this.context, this.attachments.list);
    root.addEventListener("submit", (event) => this.submit(event));
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("paste", (event) => this.paste(event));
    this.refresh();
  }

  get text() {
    return this.area.value;
  }

  set text(value) {
    this.area.value = value;
    this.refresh();
  }

  // Another box: its own draft.
  turnTo(box) {
    if (this.box !== undefined) this.drafts.set(this.box, this.text);
    this.box = box;
    this.leaveMode();
    this.attachments.clear();
    this.text = this.drafts.get(box) || "";
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.deps.intercept?.(event)) return;
    if (event.key === "Enter" && !event.shiftKey) this.submit(event);
    else if (event.key === "Escape" && this.mode) this.cancel(event);
    else if (event.key === "ArrowUp" && !this.text && !this.mode) this.editLast(event);
  }

  cancel(event) {
    event.stopPropagation();
    this.leaveMode();
  }

  editLast(event) {
    const entry = this.deps.lastOwn();
    if (!entry) return;
    event.preventDefault();
    this.startEdit(entry);
  }

  submit(event) {
    event.preventDefault();
    const text = this.text.trim();
    const files = this.attachments.ready();
    // What is on its way up goes along: it is sent when it is there.
    this.patient = this.attachments.uploading;
    if (this.patient || (!text && !files.length) || text.length > this.deps.limits().text) return;
    if (this.mode?.kind !== "edit" && this.deps.holds?.(text)) return;
    if (this.mode?.kind === "edit") this.deps.edit(this.mode.entry, text);
    else this.deps.send({ text, files: files.map((f) => f.token), reply_to: this.mode?.entry.key || "" }, { files, quoted: this.mode?.entry });
    this.attachments.clear();
    this.leaveMode();
    this.text = "";
    this.area.focus();
  }

  uploaded(failed) {
    this.refresh();
    this.patient = this.patient && !failed;
    if (this.patient && !this.attachments.uploading) this.submit(new Event("submit"));
  }

  typed() {
    this.patient = false;
    this.refresh();
    const now = Date.now();
    if (!this.text || this.text.startsWith("/") || now - (this.told || 0) < TYPING_EVERY) return;
    this.told = now;
    this.deps.typing();
  }

  paste(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    this.attachments.add(files);
  }

  startReply(entry) {
    this.enterMode({ kind: "reply", entry }, t("replying", { name: this.deps.nameOf(entry) }), entry.text || entry.files?.[0]?.name || "");
  }

  startEdit(entry) {
    this.enterMode({ kind: "edit", entry }, t("editing"), entry.text);
    this.text = entry.text;
  }

  enterMode(mode, label, text) {
    if (this.mode?.kind === "edit") this.text = "";
    this.mode = mode;
    const close = iconButton("close", t("cancel"), () => this.leaveMode());
    this.context.replaceChildren(el("div", {}, el("b", {}, label), el("span", {}, text)), close);
    this.context.hidden = false;
    this.area.focus();
  }

  leaveMode() {
    if (this.mode?.kind === "edit") this.text = "";
    this.mode = null;
    this.context.hidden = true;
  }

  refresh() {
    const area = this.area;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
    const over = this.text.length - this.deps.limits().text;
    area.setAttribute("aria-invalid", String(over > 0));
    area.title = over > 0 ? t("why.too-long") : "";
    this.button.disabled = over > 0 || (!this.text.trim() && !this.attachments.items.length);
    this.deps.changed?.(this.text);
  }
}

// Files dropped anywhere on `area` go to the composer.
export function takeDrops(area, composer) {
  const show = (on) => area.classList.toggle("dropping", on);
  area.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    show(true);
  });
  area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || show(false));
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    show(false);
    composer.attachments.add([...event.dataTransfer.files]);
  });
}
