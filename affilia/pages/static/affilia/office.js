// Keys for the desk: letters, and digits by their place, so that they work on AZERTY too. They can be switched off, and stay so.
"use strict";
const KEPT = "letter-keys";
const told = document.querySelector("[data-letter-keys]");
const off = () => localStorage.getItem(KEPT) === "off";
const tell = () => {
  const button = told.querySelector("button");
  button.textContent = off() ? button.dataset.off : button.dataset.on;
  document.documentElement.dataset.keys = off() ? "off" : "on";
};
told.hidden = false;
told.querySelector("button").addEventListener("click", () => {
  localStorage.setItem(KEPT, off() ? "on" : "off");
  tell();
});
tell();
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (off() || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length && (key === "j" || key === "k")) {
    const at = rows.indexOf(document.activeElement);
    rows[Math.min(rows.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)))].focus();
    event.preventDefault();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target) {
    target.click();
    target.focus();
    event.preventDefault();
  }
});
