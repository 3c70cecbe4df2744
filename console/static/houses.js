// Copies a link that is shown once. Without it the link can be selected by hand.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    document.getElementById("copied").textContent = button.dataset.copied;
  });
}
