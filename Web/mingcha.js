"use strict";
// Everything works without this file. It only closes the menu on phones and warns before a form
// with unsaved text is left.
const menu = document.querySelector(".side .menu");
if (menu && matchMedia("(max-width: 48rem)").matches) menu.removeAttribute("open");

let dirty = false;
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
}
// On the phone it must always show whether the answer is saved.
const saved = document.querySelector(".phone .saved .chip");
saved?.closest("form").addEventListener("input", () => {
  saved.className = "chip warn";
  saved.textContent = "改动未存";
});

addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
