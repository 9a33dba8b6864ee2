// The messages of one box on the screen: upserts by key, in the order of birth, unsent words at the end.

import { bubble } from "./bubble.js";
import { el, icon } from "./dom.js";
import { dayName, dayOf, t } from "./words.js";

const NEAR = 80;
const TOGETHER = 5 * 60_000;

export class Log {
  // `scroller` is filled; `view` goes to the bubbles; `older(born)` asks for what came before.
  constructor(scroller, view, older) {
    this.scroller = scroller;
    this.view = view;
    this.entries = new Map();
    this.nodes = new Map();
    this.days = new Map();
    this.pending = [];
    this.more = false;
    this.list = el("div.messages");
    this.typing = el("div.typing", { hidden: true }, el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")), el("span.names"));
    this.top = el("div.top");
    this.pill = el("button.pill", { type: "button", hidden: true, onclick: () => this.toBottom(true) }, icon("down"), el("span"));
    scroller.replaceChildren(this.top, this.list, this.typing);
    scroller.after(this.pill);
    scroller.addEventListener("scroll", () => this.scrolled(older), { passive: true });
    scroller.addEventListener("load", () => this.stick && this.toBottom(), true);
    new ResizeObserver(() => this.stick && this.toBottom()).observe(scroller);
    this.stick = true;
    this.was = 0;
    this.unseen = 0;
  }

  // Gives the entries that are new to this page.
  take({ items, fresh, more }) {
    if (fresh) this.clear();
    const oldest = this.oldest();
    const back = more !== undefined && !fresh;
    const news = [];
    for (const item of items) {
      const known = this.entries.get(item.key);
      // A change of something further back than this page has read comes when it is read.
      if (!known && !back && this.more && item.born < oldest) continue;
      if (known && known.seq >= item.seq) continue;
      const entry = { ...item.body, key: item.key, born: item.born, seq: item.seq };
      this.entries.set(item.key, entry);
      this.draw(item.key, entry);
      if (!known && !back && !fresh) news.push(entry);
    }
    if (more !== undefined) this.more = more;
    this.asking = false;
    this.arrange(back);
    if (!this.stick && news.length) this.count(news.filter((entry) => !this.view.mine(entry)).length);
    return news;
  }

  setPending(items) {
    this.pending = items.filter((entry) => !this.has(entry.nonce));
    this.arrange(false);
  }

  has(nonce) {
    return [...this.entries.values()].some((entry) => entry.nonce === nonce);
  }

  // Everything once more: in another language, or under other names.
  redraw() {
    for (const [key, entry] of this.entries) this.draw(key, entry);
    this.arrange(false);
  }

  sorted() {
    return [...this.entries.values()].sort((a, b) => a.born - b.born);
  }

  oldest() {
    return Math.min(...[...this.entries.values()].map((entry) => entry.born), Infinity);
  }

  lastOwn() {
    return this.sorted().filter((entry) => this.view.mine(entry) && !entry.deleted && !entry.echo && entry.text).at(-1);
  }

  draw(key, entry) {
    const before = this.nodes.get(key);
    const focus = before?.contains(document.activeElement) ? document.activeElement.dataset.value : null;
    const node = bubble(entry, this.view);
    before?.replaceWith(node);
    this.nodes.set(key, node);
    if (focus) node.querySelector(`[data-value="${CSS.escape(focus)}"]`)?.focus();
  }

  arrange(back) {
    const height = this.scroller.scrollHeight - this.scroller.scrollTop;
    const waiting = this.pending.filter((entry) => !this.has(entry.nonce));
    const shown = this.sorted().filter((entry) => !this.view.hidden?.(entry));
    const wanted = [...this.spaced(shown), ...waiting.map((entry) => bubble(entry, this.view))];
    let at = this.list.firstChild;
    for (const node of wanted) {
      if (node === at) at = at.nextSibling;
      else this.list.insertBefore(node, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
    if (back) this.scroller.scrollTop = this.scroller.scrollHeight - height;
    else if (this.stick) this.toBottom();
  }

  // A line for each new day; what one person says in one go stands together.
  *spaced(entries) {
    let before = null;
    for (const entry of entries) {
      const node = this.nodes.get(entry.key);
      const newDay = !before || dayOf(before.at) !== dayOf(entry.at);
      const same = before && before.side === entry.side && this.view.nameOf(before) === this.view.nameOf(entry);
      node.classList.toggle("together", Boolean(!newDay && same && entry.at - before.at < TOGETHER));
      if (newDay) yield this.day(entry.at);
      yield node;
      before = entry;
    }
  }

  // The same node each time: a node that is moved loses the focus, and is read out once more.
  day(at) {
    const day = dayOf(at);
    if (!this.days.has(day)) this.days.set(day, el("div.day", {}, el("span")));
    this.days.get(day).firstChild.textContent = dayName(at);
    return this.days.get(day);
  }

  scrolled(older) {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // Only who scrolls up wants to stay there; a picture that loads or a card that opens moves the end, not the reader.
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.stick = true;
    else if (scrollTop < this.was - 4) this.stick = false;
    this.was = scrollTop;
    if (this.stick) this.count(-this.unseen);
    if (scrollTop < NEAR && this.more && !this.asking && this.entries.size) {
      this.asking = older(this.oldest());
    }
  }

  toBottom(smooth = false) {
    this.stick = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.count(-this.unseen);
  }

  count(change) {
    this.unseen += change;
    this.pill.hidden = this.unseen <= 0;
    this.pill.lastChild.textContent = t("unseen", { n: this.unseen });
  }

  jump(key) {
    const node = this.nodes.get(key);
    if (!node?.isConnected) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("lit");
    setTimeout(() => node.classList.remove("lit"), 1600);
  }

  types(name) {
    clearTimeout(this.typer);
    this.typing.hidden = !name;
    this.typing.lastChild.textContent = name ? t("typing", { name }) : "";
    if (this.stick) this.toBottom();
    if (name) this.typer = setTimeout(() => this.types(""), 6000);
  }

  clear() {
    this.entries.clear();
    this.nodes.clear();
    this.days.clear();
    this.more = false;
    this.stick = true;
    this.types("");
    this.count(-this.unseen);
  }
}
