"use strict";
// Everything works without this file. It only fits the phone and warns before a form with unsaved
// text is left.
const menu = document.querySelector(".side .menu");
if (menu && matchMedia("(max-width: 48rem)").matches) menu.removeAttribute("open");

// A table too wide for the phone stands as cards there, each value with its column's name.
const cards = () => {
  if (!matchMedia("(max-width: 48rem)").matches) return;
  for (const table of document.querySelectorAll(".scroll > table:not(.stacked, .compared)")) {
    if (!table.tHead || table.offsetWidth <= table.parentElement.clientWidth) continue;
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    for (const row of table.tBodies[0].rows) {
      if (row.cells.length !== names.length) continue;
      for (const cell of row.cells) {
        const name = names[cell.cellIndex];
        if (name && (cell.cellIndex > 0 || cell.matches(".num"))) cell.dataset.label = name;
      }
    }
    table.classList.add("stacked");
  }
};
cards();
addEventListener("toggle", cards, true);

// What has to be corrected is where one types next.
document.querySelector("main [aria-invalid=true]")?.focus();

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
