// The small pages: the door of the staff room and the example shop.

import { byId } from "./dom.js";
import { loadWords, offerLanguages, t } from "./words.js";

await loadWords({ staff: !document.body.classList.contains("shop") });
fill();
offerLanguages(byId("language"), fill);

function fill() {
  document.title = document.querySelector("title").dataset.t ? t(document.querySelector("title").dataset.t) : document.title;
  const name = guest();
  if (name) byId("hello").textContent = t("login.hello", { name });
  const address = byId("embed-address");
  if (address) address.textContent = new URL("embed.js", location.href).href;
}

// Whose link this is stands in the link itself; the server checks the signature, this page only greets.
function guest() {
  const token = new URLSearchParams(location.search).get("t");
  if (!token || !byId("hello")) return "";
  try {
    const raw = atob(token.split(".")[0].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(raw, (letter) => letter.charCodeAt(0)))).name;
  } catch {
    return "";
  }
}
