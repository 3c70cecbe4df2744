// Drags an appointment to another moment of the week. It changes nothing by itself: what is dropped opens the page of the
// appointment with that moment filled in, where it is looked at and then asked or planned. By keyboard and by touch the same
// page has a form. Works on a wide screen, where the week is drawn as columns.
"use strict";
(() => {
  const week = document.querySelector(".week");
  if (!week) return;
  const wide = window.matchMedia("(min-width: 60rem)");
  const QUARTER = 15, STEP = 2, LEAST = 6;
  const first = Number(week.dataset.first) * 60;
  document.querySelector(".drags").hidden = false;
  let drag = null, dropped = false;

  const pad = (number) => String(number).padStart(2, "0");
  const clock = (at) => `${pad(Math.floor((first + at * QUARTER) / 60))}:${pad((first + at * QUARTER) % 60)}`;

  // The column and the row under the pointer, by half hours; null beside the week.
  const place = (event) => {
    for (const slots of week.querySelectorAll(".slots")) {
      const box = slots.getBoundingClientRect();
      if (event.clientX < box.left || event.clientX >= box.right) continue;
      const rows = slots.querySelectorAll(".shade .hour").length * 4;
      const row = Math.floor(((event.clientY - drag.grip - box.top) / box.height) * rows / STEP + 0.5) * STEP;
      if (event.clientY < box.top || event.clientY > box.bottom) return null;
      return { slots, at: Math.max(0, Math.min(row, rows - 1)) };
    }
    return null;
  };

  const show = (spot) => {
    drag.ghost.remove();
    drag.spot = spot;
    if (!spot) return;
    drag.ghost.className = `ghost at-${spot.at} for-${drag.rows} lane-1`;
    drag.ghost.textContent = clock(spot.at);
    let list = spot.slots.querySelector("ol");
    if (!list) {
      list = document.createElement("ol");
      spot.slots.append(list);
    }
    list.append(drag.ghost);
  };

  const stop = () => {
    if (!drag) return;
    drag.ghost.remove();
    drag.block.classList.remove("moving");
    for (const list of week.querySelectorAll("ol:empty")) list.remove();
    drag = null;
  };

  for (const block of week.querySelectorAll("[data-rows]")) {
    const link = block.querySelector("a");
    link.draggable = false;
    block.classList.add("movable");
    block.addEventListener("pointerdown", (event) => {
      if (!wide.matches || event.button !== 0 || event.pointerType === "touch") return;
      const ghost = document.createElement("li");
      ghost.setAttribute("aria-hidden", "true");
      drag = {
        block, link, ghost, rows: Number(block.dataset.rows), grip: event.clientY - block.getBoundingClientRect().top,
        x: event.clientX, y: event.clientY, began: false, spot: null,
      };
      dropped = false;
    });
    // A drag ends with a click on the link, which is not meant then.
    link.addEventListener("click", (event) => { if (dropped) event.preventDefault(); });
  }

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.began && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < LEAST) return;
    drag.began = dropped = true;
    drag.block.classList.add("moving");
    event.preventDefault();
    show(place(event));
  });
  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { began, spot, link } = drag;
    stop();
    if (!began || !spot) return;
    const address = new URL(link.href);
    address.searchParams.set("day", spot.slots.dataset.day);
    address.searchParams.set("time", clock(spot.at));
    window.location.assign(address);
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
})();
