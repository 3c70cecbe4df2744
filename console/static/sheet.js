// The page about one sign-up: what others do appears while nothing that is being typed is touched; and keys.
// Everything works without it.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const isField = (element) =>
    element instanceof HTMLElement && (element.matches("input:not([type=radio],[type=checkbox]), textarea, select") || element.isContentEditable);

  // ── Fresh parts ───────────────────────────────────────────────────────────────────────────────────────
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    if (form) form.dataset.touched = "yes";
  });

  const inUse = (part) =>
    part.querySelector("form[data-touched]") !== null ||
    (part.contains(document.activeElement) && isField(document.activeElement)) ||
    [...part.querySelectorAll("audio")].some((sound) => !sound.paused);

  const open = new Map();
  let focused = "";
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const part = event.detail.target;
    if (!part.id.startsWith("part-")) return;
    if (inUse(part)) {
      event.detail.shouldSwap = false;
      byId("sheet-kept").hidden = false;
      return;
    }
    open.set(part.id, [...part.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
    if (part.contains(document.activeElement)) focused = document.activeElement.dataset.key || "";
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const part = byId(event.detail.target.id);
    if (!part || !open.has(part.id)) return;
    for (const summary of part.querySelectorAll("details > summary"))
      if (open.get(part.id).includes(summary.textContent)) summary.parentElement.open = true;
    open.delete(part.id);
    const again = focused && part.querySelector(`[data-key="${focused}"]`);
    if (again) again.focus();
    focused = "";
    listKeys();
  });

  const stop = (id) => {
    byId(id).hidden = false;
    byId("sheet-poll").remove();
  };
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.id !== "sheet-poll") return;
    const status = event.detail.xhr.status;
    if (status === 404) stop("sheet-gone");
    if (status === 401 || status === 403) stop("sheet-out");
  });

  // ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────
  const OFF = "taalwijzer-keys-off";
  const dialog = byId("keys");
  if (!dialog) return;
  const isOn = () => {
    try { return localStorage.getItem(OFF) === null; } catch { return true; }
  };
  const remember = (on) => {
    try { if (on) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "yes"); } catch { /* For this page only. */ }
  };

  const placeOf = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const nameOf = (element) =>
    (element.tagName === "TEXTAREA" ? element.labels[0] : element).textContent.trim();

  // The list tells what the keys do on this page, in this state.
  function listKeys() {
    const list = byId("keys-list");
    for (const row of list.querySelectorAll("[data-listed]")) row.remove();
    for (const place of [...document.querySelectorAll("[data-key]")].reverse()) {
      const row = document.createElement("tr");
      row.dataset.listed = "";
      const head = document.createElement("th");
      head.scope = "row";
      const key = document.createElement("kbd");
      key.textContent = place.dataset.key;
      head.append(key);
      const what = document.createElement("td");
      what.textContent = nameOf(place);
      row.append(head, what);
      list.prepend(row);
    }
  }

  function go(place) {
    if (place.tagName === "A") return void place.click();
    if (place.tagName !== "SUMMARY") return void place.focus();
    place.parentElement.open = true;
    const field = place.parentElement.querySelector("input:not([type=hidden]), textarea, select, button");
    (field || place).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const here = document.activeElement;
    if (event.key === "Escape" && !dialog.open && here && here !== document.body) return void here.blur();
    if (dialog.open || isField(here)) return;
    if (event.key === "?") { event.preventDefault(); return void dialog.showModal(); }
    if (!isOn() || event.key.length !== 1) return;
    const place = placeOf(event.key);
    if (!place) return;
    event.preventDefault();
    go(place);
  });

  listKeys();
  const button = byId("keys-open");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  byId("keys-close").addEventListener("click", () => dialog.close());
  const box = byId("keys-on");
  box.checked = isOn();
  box.addEventListener("change", () => remember(box.checked));
})();
