// Builds the page from text: nothing that anybody wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  send: "M4 12 20 4l-4.5 16-4-6.5L4 12Zm7.5 1.5L20 4",
  attach: "m20 11.5-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.8 17a1.7 1.7 0 0 1-2.4-2.4l7.3-7.3",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  edit: "M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  copy: "M9 9h10v11H9zM5 15V4h10",
  check: "m5 13 4 4L19 7",
  checks: "m2 13 4 4L15 8M11 16l1 1L22 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3 2",
  alert: "M12 4 2.5 20h19L12 4Zm0 6v5m0 2.5v.5",
  retry: "M4 12a8 8 0 1 1 2.3 5.6M4 12V7m0 5h5",
  down: "M12 5v14m-6-6 6 6 6-6",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  bell: "M6 16V11a6 6 0 1 1 12 0v5l2 2H4l2-2Zm4 4h4",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4 4",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8 9h8M8 12.5h5",
  chat: "M4 5h16v11H9l-5 4z",
  leave: "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
  place: "M12 21s-7-6.2-7-11a7 7 0 1 1 14 0c0 4.8-7 11-7 11Zm0-13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  pin: "M9 4h6l-1 6 4 4H6l4-4-1-6Zm3 10v6",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c3 3 3 15 0 18m0-18c-3 3-3 15 0 18M3.5 9h17M3.5 15h17",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

// el("button.chip", { type: "button", onclick }, "words", otherNode)
export function el(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// A button that shows an icon and says its name to those who cannot see it.
export function iconButton(name, label, onclick, kind = "button.ghost") {
  return el(kind, { type: "button", title: label, "aria-label": label, onclick }, icon(name));
}

export function byId(id) {
  return document.getElementById(id);
}

// A name's colour: the same name always gets the same of eight.
export function hue(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % 8;
}

export function avatar(name, kind = "") {
  const letter = Array.from(name.replace(/^[#@\s]+/, ""))[0] || "?";
  return el(`span.avatar.hue-${hue(name)}${kind && `.${kind}`}`, { "aria-hidden": "true" }, letter.toUpperCase());
}

// What the browser keeps for us; a browser that keeps nothing is served all the same.
const kept = new Map();
export const keep = {
  get(key) {
    try {
      return localStorage.getItem(`kamidesk:${key}`) ?? kept.get(key) ?? null;
    } catch {
      return kept.get(key) ?? null;
    }
  },
  set(key, value) {
    kept.set(key, value);
    try {
      localStorage.setItem(`kamidesk:${key}`, value);
    } catch {
      // full or forbidden: this page remembers it as long as it is open
    }
  },
  remove(key) {
    kept.delete(key);
    try {
      localStorage.removeItem(`kamidesk:${key}`);
    } catch {
      // as above
    }
  },
  keys(prefix) {
    const whole = `kamidesk:${prefix}`;
    let stored = [];
    try {
      stored = Object.keys(localStorage).filter((key) => key.startsWith(whole)).map((key) => key.slice(9));
    } catch {
      // as above
    }
    return [...new Set([...stored, ...[...kept.keys()].filter((key) => key.startsWith(prefix))])];
  },
};

// What lives as long as this tab: `act` gets the tab's storage, where there is one.
export function passing(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
