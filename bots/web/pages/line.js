// The line to the server: comes back by itself, and says where it left off.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const SILENCE = 15_000;

// Events: "up" (welcome), "down" (waiting, its detail is the wait in ms), and one per type of frame.
export class Line extends EventTarget {
  constructor(url, hello) {
    super();
    this.url = url;
    this.hello = hello;
    this.tries = 0;
    this.up = false;
    this.over = false;
    window.addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.guard = setTimeout(() => socket.close(), SILENCE);
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", ...this.hello() }));
    socket.onmessage = (message) => this.take(JSON.parse(message.data));
    socket.onclose = () => socket === this.socket && this.lost();
  }

  take(frame) {
    if (frame.type === "welcome") {
      clearTimeout(this.guard);
      this.up = true;
      this.tries = 0;
    }
    this.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
    if (frame.type === "welcome") this.dispatchEvent(new CustomEvent("up"));
  }

  lost() {
    clearTimeout(this.guard);
    this.up = false;
    if (this.over) return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries) * (0.5 + Math.random());
    this.tries = Math.min(this.tries + 1, 10);
    this.timer = setTimeout(() => this.open(), wait);
    this.dispatchEvent(new CustomEvent("down", { detail: wait }));
  }

  // Tries at once: the network is back, or somebody looks at the page again.
  now() {
    if (this.up || this.over || this.socket?.readyState === WebSocket.CONNECTING) return;
    this.tries = 0;
    this.open();
  }

  // Cuts a line that does not answer; it comes back by itself.
  cut() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.lost();
  }

  // For good: there is no use in coming back.
  end() {
    this.over = true;
    this.socket?.close();
  }

  send(frame) {
    if (!this.up || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  on(type, act) {
    this.addEventListener(type, (event) => act(event.detail));
    return this;
  }
}

export function socketAddress(path) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.search = "";
  url.hash = "";
  return url.href;
}
