// Files on their way up: a tile each, with progress; they are sent with the next message.

import { el, icon, iconButton } from "./dom.js";
import { bytes, t } from "./words.js";

const MOST = 10;
const STALLED = 30_000;
const PASSING = new Set(["offline", "busy", "slow-down"]);

export class Attachments {
  constructor(input, deps, changed) {
    this.deps = deps;
    this.changed = changed;
    this.items = [];
    this.list = el("div.attachments", { hidden: true, "aria-live": "polite" });
    input.addEventListener("change", () => {
      this.add([...input.files]);
      input.value = "";
    });
  }

  get uploading() {
    return this.items.some((item) => !item.done);
  }

  ready() {
    return this.items.filter((item) => item.done).map((item) => item.done);
  }

  add(files) {
    for (const file of files.slice(0, MOST - this.items.length)) this.start(file);
    this.draw();
  }

  start(file) {
    const item = { file, done: null, bar: el("progress", { max: 1, value: 0, "aria-label": t("uploading", { name: file.name }) }) };
    item.tile = this.tile(item);
    this.items.push(item);
    this.list.append(item.tile);
    if (file.size > this.deps.limits().upload) return this.failed(item, "too-large");
    this.send(item);
  }

  send(item) {
    clearTimeout(item.again);
    item.request = this.deps.upload(item.file, (part) => (item.bar.value = part), (done) => this.finished(item, done), (why) => this.failed(item, why));
  }

  tile(item) {
    const picture = item.file.type.startsWith("image/") && item.file.type !== "image/svg+xml";
    const preview = picture ? el("img", { src: (item.preview = URL.createObjectURL(item.file)), alt: "" }) : icon("file");
    const told = el("span.told", {}, el("b", {}, item.file.name), el("small", {}, bytes(item.file.size)));
    item.told = el("small.why", { role: "status" });
    return el("div.tile", {}, preview, told, item.bar, item.told, iconButton("close", t("remove"), () => this.remove(item)));
  }

  finished(item, done) {
    item.done = { ...done, url: item.preview };
    item.bar.remove();
    item.told.remove();
    this.draw();
  }

  // What passes is waited for: the tile says so, and the file goes up when it can.
  later(item, why) {
    item.tries = Math.min((item.tries || 0) + 1, 4);
    item.again = setTimeout(() => this.items.includes(item) && this.send(item), 1000 * 2 ** item.tries);
    item.bar.value = 0;
    item.told.textContent = t(`why.${why}`);
  }

  failed(item, why) {
    if (PASSING.has(why)) return this.later(item, why);
    item.told.remove();
    this.items.splice(this.items.indexOf(item), 1);
    item.tile.classList.add("failed");
    item.bar.replaceWith(el("small.why", { role: "alert" }, t(`why.${why}`)));
    setTimeout(() => this.gone(item), 6000);
    this.draw(true);
  }

  remove(item) {
    clearTimeout(item.again);
    item.request?.abort();
    if (this.items.includes(item)) this.items.splice(this.items.indexOf(item), 1);
    this.gone(item);
  }

  gone(item) {
    item.tile.remove();
    this.draw();
  }

  clear() {
    this.items = [];
    this.list.replaceChildren();
    this.draw();
  }

  draw(failed = false) {
    this.list.hidden = !this.list.childElementCount;
    this.changed(failed);
  }
}

// Sends one file with progress; `headers` say who we are.
export function uploadTo(address, headers) {
  return (file, progress, done, failed) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("POST", address());
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.responseType = "json";
    let stalled = 0;
    const wait = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => (request.abort(), failed("offline")), STALLED);
    };
    request.upload.onprogress = (event) => (wait(), event.lengthComputable && progress(event.loaded / event.total));
    request.onloadend = () => clearTimeout(stalled);
    request.onload = () => (request.status === 200 ? done(request.response) : failed(request.response?.why || "busy"));
    request.onerror = () => failed("offline");
    request.send(form);
    wait();
    return request;
  };
}
