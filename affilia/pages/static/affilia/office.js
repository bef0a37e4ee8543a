// Keys for the desk: letters, and digits by their place, so that they work on AZERTY too.
"use strict";
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
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
