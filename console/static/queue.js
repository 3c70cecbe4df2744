// The list fetches itself again. Not while somebody marks words in it, nobody looks, or nobody has touched
// anything for long: then this page may not keep a session open.
"use strict";
(() => {
  const IDLE_MS = 30 * 60 * 1000;
  let touched = Date.now();
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });
  }

  function marksWords() {
    const marked = document.getSelection();
    const list = document.getElementById("list");
    return Boolean(marked && !marked.isCollapsed && list && marked.containsNode(list, true));
  }

  const isAgain = (event) => event.detail.elt && event.detail.elt.id === "list";

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isAgain(event) && (document.hidden || marksWords() || Date.now() - touched > IDLE_MS)) event.preventDefault();
  });
  let left = 0;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isAgain(event)) return;
    if (marksWords()) event.detail.shouldSwap = false;
    left = document.getElementById("wide")?.scrollLeft ?? 0;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const wide = document.getElementById("wide");
    if (left && wide) wide.scrollLeft = left;
    left = 0;
  });
})();
