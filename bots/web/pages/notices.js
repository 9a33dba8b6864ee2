// Desktop notices and the count in the title.

import { byId, icon, keep } from "./dom.js";
import { titleOf } from "./threads.js";
import { t } from "./words.js";

export class Notices {
  constructor(open) {
    this.open = open;
    this.button = byId("notify");
    this.button.append(icon("bell"));
    this.button.addEventListener("click", () => this.ask());
    this.draw();
  }

  get on() {
    return "Notification" in window && Notification.permission === "granted" && keep.get("notices") !== "off";
  }

  async ask() {
    if (!("Notification" in window)) return;
    if (Notification.permission === "granted") keep.set("notices", this.on ? "off" : "on");
    else if ((await Notification.requestPermission()) === "granted") keep.set("notices", "on");
    this.draw();
  }

  draw() {
    const denied = "Notification" in window && Notification.permission === "denied";
    const label = t(this.on ? "staff.notify.on" : denied ? "staff.notify.denied" : "staff.notify");
    this.button.hidden = !("Notification" in window);
    this.button.title = label;
    this.button.setAttribute("aria-label", label);
    this.button.setAttribute("aria-pressed", String(this.on));
  }

  tell({ key, thread }) {
    if (!this.on || document.visibilityState === "visible") return;
    const name = thread.last?.author || titleOf(thread);
    const notice = new Notification(t("staff.new", { name }), { body: thread.last?.text || t("staff.file"), tag: key });
    notice.onclick = () => {
      window.focus();
      this.open(key);
      notice.close();
    };
  }

  count(unread) {
    const title = t("staff.title");
    document.title = unread ? `(${unread}) ${title}` : title;
  }
}
