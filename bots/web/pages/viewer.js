// A picture, large.

import { el, iconButton } from "./dom.js";
import { t } from "./words.js";

export function zoom(file) {
  const image = el("img", { src: file.url, alt: file.name || t("picture") });
  const save = el("a.link", { href: file.url, download: file.name }, t("picture.save"));
  const dialog = el("dialog.viewer", { "aria-label": file.name || t("picture") }, image);
  dialog.append(el("div.bar", {}, el("span", {}, file.name || ""), save, iconButton("close", t("close"), () => dialog.close())));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
