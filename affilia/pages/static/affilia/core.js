// Every task works without this file: it moves the focus to an error, stops a second sending, copies a number, says once that a paper was read.
"use strict";
document.getElementById("errors")?.focus();
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy));
}
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", () => {
    const heavy = [...input.files].some((file) => file.size > Number(input.dataset.most));
    input.setCustomValidity(heavy ? input.dataset.heavy : "");
    input.reportValidity();
  });
}
for (const note of document.querySelectorAll("[data-watch]")) {
  const look = async (pause) => {
    const answer = document.hidden ? null : await fetch(note.dataset.watch).catch(() => null);
    if (answer?.ok && !answer.redirected && !(await answer.text()).includes(" data-watch=")) {
      note.querySelector("[role=status]").textContent = note.dataset.done;
      note.querySelector("a").textContent = note.dataset.see;
    } else if (pause < 60000) {
      setTimeout(look, pause, pause * 1.2);
    }
  };
  setTimeout(look, 3000, 3000);
}
