// One line in a shop's page: <script src="https://…/embed.js" async></script>
// data-order: the buyer's order, signed by the shop (docs/web.md) · data-start: what the desk is told at the first visit
// data-language="es" (else the page's own) · data-side="left" · data-open: open at once
(() => {
  const script = document.currentScript;
  const options = script?.dataset || {};
  const address = new URL("chat", script?.src || location.href);
  const language = () => options.language || document.documentElement.lang;
  const words = spoken((language() || navigator.language).toLowerCase());
  address.searchParams.set("embed", "1");
  if (options.start) address.searchParams.set("start", options.start);
  if (options.order) address.hash = `order=${options.order}`;

  const style = `
    :host { all: initial; }
    .button, .frame { position: fixed; z-index: 2147483000; right: max(20px, env(safe-area-inset-right)); }
    .left .button, .left .frame { right: auto; left: max(20px, env(safe-area-inset-left)); }
    .button { bottom: max(20px, env(safe-area-inset-bottom)); width: 58px; height: 58px; padding: 0; border: 0;
      border-radius: 50%; background: #0d7a74; color: #fff; cursor: pointer;
      box-shadow: 0 6px 24px rgb(10 60 60 / 35%); transition: transform .18s, background .18s; }
    .button:hover { transform: translateY(-2px); background: #0a635e; }
    .button:focus-visible { outline: 3px solid #7fd6cf; outline-offset: 3px; }
    svg { width: 27px; height: 27px; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; vertical-align: middle; }
    .cross, .open .bubble { display: none; } .open .cross { display: inline; }
    .badge { position: absolute; top: -3px; right: -3px; min-width: 21px; height: 21px; padding: 0 5px; box-sizing: border-box;
      border: 2px solid #fff; border-radius: 11px; background: #d6402f; font: 600 11px/17px system-ui, sans-serif; }
    .badge:empty { display: none; }
    .frame { bottom: calc(max(20px, env(safe-area-inset-bottom)) + 72px); width: 392px; height: min(640px, calc(100dvh - 120px));
      border: 0; border-radius: 18px; background: Canvas; color-scheme: light dark; box-shadow: 0 12px 48px rgb(10 40 50 / 28%);
      opacity: 0; visibility: hidden; transform: translateY(12px) scale(.985); transition: opacity .18s, transform .18s, visibility .18s; }
    .open .frame { opacity: 1; visibility: visible; transform: none; }
    @media (max-width: 520px) {
      .frame, .left .frame { inset: 0; width: 100%; height: 100dvh; border-radius: 0; }
      .open .button { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { .button, .frame { transition: none; } }`;

  const host = document.createElement("kamidesk-chat");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  const box = make("div", { class: options.side === "left" ? "left" : "" });
  const button = make("button", { class: "button", type: "button", "aria-label": words.open, "aria-expanded": "false" });
  const badge = make("span", { class: "badge", role: "status" });
  button.append(drawing("bubble", "M4 5h16v11H9.5L5 20v-4H4zM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01"), drawing("cross", "M6 6l12 12M18 6 6 18"), badge);
  box.append(button);
  root.append(box);
  let frame = null;

  function spoken(tag) {
    if (/^zh\b(?!.*hans).*\b(hant|tw|hk|mo)\b/.test(tag)) return { open: "聯絡客服", close: "收起客服", title: "線上客服" };
    if (tag.startsWith("zh")) return { open: "联系客服", close: "收起客服", title: "在线客服" };
    if (tag.startsWith("es")) return { open: "Chatea con nosotros", close: "Cerrar el chat", title: "Chat de soporte" };
    return { open: "Chat with us", close: "Close the chat", title: "Support chat" };
  }

  function make(tag, attributes) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  }

  function drawing(kind, d) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", kind);
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", d);
    svg.append(path);
    return svg;
  }

  // The frame is loaded at the first click; for who has chatted before, at once, so that the badge can count.
  function load(shown) {
    if (frame) return;
    if (language()) address.searchParams.set("lang", language());
    if (shown) address.searchParams.set("shown", "1");
    frame = make("iframe", { class: "frame", title: words.title, allow: "clipboard-write", src: address.href });
    box.prepend(frame);
  }

  function show(open) {
    load(open);
    box.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? words.close : words.open);
    tell();
    if (!open) button.focus();
    remember();
  }

  function tell() {
    frame.contentWindow?.postMessage({ kamidesk: "shown", open: box.classList.contains("open") }, address.origin);
  }

  function remember() {
    try {
      localStorage.setItem("kamidesk:chatted", "1");
    } catch {
      // a browser that keeps nothing: the badge counts from the next click on
    }
  }

  function chatted() {
    try {
      return Boolean(localStorage.getItem("kamidesk:chatted"));
    } catch {
      return false;
    }
  }

  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== address.origin) return;
    if (event.data?.kamidesk === "ready") tell();
    if (event.data?.kamidesk === "close") show(false);
    if (event.data?.kamidesk === "unread") badge.textContent = event.data.count ? String(Math.min(event.data.count, 99)) : "";
  });
  button.addEventListener("click", () => show(!box.classList.contains("open")));
  document.addEventListener("keydown", (event) => event.key === "Escape" && box.classList.contains("open") && show(false));

  function begin() {
    document.body.append(host);
    if (options.open !== undefined) show(true);
    else if (chatted()) load(false);
  }
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
