// The page works without this. With it the forms are sent from here and only what changed is put in place.
(() => {
  "use strict";
  const root = document.documentElement, { base } = document.body.dataset;
  const $ = (selector, within = root) => within.querySelector(selector);
  const words = (button) => button.textContent.trim();
  let busy = false, last = "", waiting = [], swappedAt = 0;

  const send = async (form, button) => {
    const label = button ? words(button) : "";
    // A quick second tap, on the keypad or another tick, waits until the page knows the first.
    if (busy) return button?.name !== "card" && (button?.closest(".keys") || label !== last) ? waiting.push((last = label)) : 0;
    busy = true;
    dispatchEvent(new Event("answered"));
    last = label;
    $("main").ariaBusy = "true";
    $("#offline").hidden = true;
    const serial = $("#now")?.dataset.serial;
    try {
      await post(form, button).then((response) => response.text()).then((html) => swap(html, button, label));
    } catch {
      $("#offline").hidden = false;
      waiting = [];
    }
    busy = false;
    $("main").ariaBusy = "false";
    others.postMessage(0);
    soon();
    const next = waiting.shift();
    const again = next && serial === $("#now")?.dataset.serial && find(next);
    if (again) return send(again.form, again);
    waiting = [];
  };
  const post = (form, button) => fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, button)),
    headers: { "X-Requested-With": "fetch" },
  });

  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  // Messages that are the same stay as they are: a screen reader tells only what is new, and focus keeps its place.
  const merge = (old, next) => {
    for (const each of [...old.children]) if (!$(`#${each.id}`, next)) each.remove();
    [...next.children].forEach((each, at) => {
      const same = $(`#${each.id}`, old);
      if (!same) old.insertBefore(each, old.children[at] ?? null);
      else if (same.outerHTML !== each.outerHTML) same.replaceWith(each);
    });
  };
  const messages = (page) => {
    const at = document.activeElement, turn = at.closest(".turn")?.id, before = newest()?.id;
    merge($("#log"), $("#log", page));
    merge($("#fresh"), $("#fresh", page));
    $("#now").dataset.version = $("#now", page).dataset.version;
    if (turn && !at.isConnected) {
      const again = at.value && $(`.turn [value="${CSS.escape(at.value)}"]`);
      (again || document.getElementById(turn))?.focus({ preventScroll: true });
    }
    return newest()?.id !== before;
  };
  const newest = () => [...document.querySelectorAll("#log .turn, #fresh .turn")].pop();
  // In a frame only the frame itself may move, not the page around it.
  const framed = window !== top;
  const show = (part, block) => {
    if (!framed) return part.scrollIntoView({ block });
    const { top: above, bottom } = part.getBoundingClientRect(), room = innerHeight - bottom - 12;
    if (block === "start" || above < 0) scrollBy(0, above - 12);
    else if (room < 0) scrollBy(0, Math.min(-room, above - 12));
  };
  const toNewest = () => newest() && show(newest(), "nearest");
  const question = (page) => {
    const now = $("#now"), next = $("#now", page), fresh = $("#fresh");
    $("#fresh", page).remove();
    if (now.dataset.serial === next.dataset.serial) return become(rest(now, fresh), rest(next), now);
    while (fresh.nextSibling) fresh.nextSibling.remove();
    now.append(...next.childNodes);
    now.dataset.serial = next.dataset.serial;
  };
  // A question that only changed stays the same thing: focus keeps its place, and nothing is read twice.
  const rest = (part, fresh) => [...part.children].filter((each) => each !== fresh);
  const become = (olds, nexts, parent) => {
    olds.slice(nexts.length).forEach((each) => each.remove());
    nexts.forEach((next, at) => {
      const old = olds[at];
      if (!old) parent.append(next);
      else if (old.nodeName !== next.nodeName || old.id !== next.id) old.replaceWith(next);
      else if (old.nodeType === Node.TEXT_NODE) {
        if (old.data !== next.data) old.data = next.data;
      } else {
        for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
        for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
        become([...old.childNodes], [...next.childNodes], old);
      }
    });
  };

  const swap = (html, button, pressed) => {
    const page = parse(html), now = $("#now"), next = $("#now", page), had = $("[data-locate]");
    const same = now && now.dataset.serial === next?.dataset.serial;
    let told = false;
    if (now && next) {
      told = messages(page);
      question(page);
    } else {
      $("main").replaceWith($("main", page));
    }
    for (const part of [".top", ".bottom", "#rest"]) $(part).replaceWith($(part, page));
    document.title = page.title;
    for (const name of ["lang", "dir"]) root[name] = page.documentElement[name];
    ready();
    if (same && button?.name === "card") {
      if ($("#toast").textContent) say($("#toast").textContent);
      if (told) newest().focus({ preventScroll: true });
      return toNewest();
    }
    if (!same) swappedAt = Date.now();
    const again = same && find(pressed);
    if (again) {
      again.focus({ preventScroll: true });
      if (!again.ariaPressed) say(($("#details") || $("#question")).textContent);
    } else look();
    if ($("#toast")?.textContent) say($("#toast").textContent);
    // "Share my place" was just pressed: the browser itself asks whether that is all right.
    if (!had && $("#place p[dir]")) locate($("[data-locate]"));
  };

  const say = (text) => { $("#said").textContent = text; };
  const find = (label) => [...document.querySelectorAll("#now [name=choice]")].find((each) => words(each) === label);
  const look = () => {
    if (!$("#question")) return;
    if ($("[data-works]")) {
      toNewest();
    } else show($("#now") || $("main"), "start");
    if (!framed || document.hasFocus()) ($("[data-works] #typed") || $("#question")).focus({ preventScroll: true });
  };
  const ready = () => {
    dispatchEvent(new Event("shown"));
    const speech = $("#speak[hidden]");
    if (speech && window.MediaRecorder) {
      import(speech.dataset.src).then(({ speak }) => speak(speech, (html) => swap(html, null, ""), () => { $("#offline").hidden = false; }));
    }
    const button = $("[data-locate]");
    if (!button || !navigator.geolocation || !isSecureContext) return;
    button.hidden = false;
    $("#no-place").hidden = true;
  };

  const locate = (button) => {
    if (button.hidden) return;
    const form = button.form;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // About a hundred metres: enough for a Taalhuis, too little for a front door.
        for (const name of ["latitude", "longitude"]) {
          Object.assign(form.elements[name], { disabled: false, value: coords[name].toFixed(3) });
        }
        send(form);
      },
      () => { button.disabled = false; $("#no-place").hidden = false; },
      { timeout: 15000, maximumAge: 300000 },
    );
  };

  const leave = (form) => post(form).then(() => location.replace(`${base}/`), () => {
    $("main").replaceChildren();
    $("#offline").hidden = false;
  });

  addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    // The second half of a double click would answer the question that has just come.
    if (event.detail > 1 && Date.now() - swappedAt < 600) event.preventDefault();
    else if (button?.matches("[data-locate]")) locate(button);
    else if (button?.matches("[data-back]")) { event.preventDefault(); location.replace(`${base}/`); }
  });
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-chat], [data-leave]")) return;
    event.preventDefault();
    if (form.matches("[data-leave]")) leave(form);
    else send(form, event.submitter);
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if ($("dialog[open]") || event.target.matches("input")) return;
    const button = find(event.key) || $(`#now [aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (button && /^\d$/.test(event.key)) button.click();
    else if (/^\p{L}$/u.test(event.key)) $("#typed")?.focus();
  });

  // A shared screen: ask whether somebody is there, then forget.
  let seen = Date.now();
  for (const sign of ["pointerdown", "keydown", "wheel"]) addEventListener(sign, () => { seen = Date.now(); });
  setInterval(() => {
    const dialog = $("#idle"), limit = dialog?.dataset.seconds * 1000, idle = Date.now() - seen;
    if (!dialog) return;
    if (idle >= limit) { seen = Date.now(); leave($("#leave")); }
    else if (idle >= limit * 0.9 && !dialog.open) dialog.showModal();
  }, 500);
  addEventListener("close", () => fetch(`${base}/`).catch(() => {}), true); // "I am here": the cookie lives on.

  // What others say comes by itself. Who is typing or choosing is left alone: their question stays until they answer.
  const lookAgain = async () => {
    const version = $("#now")?.dataset.version;
    if (!version || busy || document.hidden || $("dialog[open]")) return;
    const response = await fetch(`${base}/new?after=${version}`).catch(() => null);
    if (response?.status !== 200) return;
    const page = parse(await response.text()), next = $("#now", page), now = $("#now");
    if (busy || version !== now?.dataset.version) return;
    if (!next) return location.replace(`${base}/`);
    const typing = $("#typed")?.value, inside = now.contains(document.activeElement);
    if (messages(page) && (!document.hasFocus() || Date.now() - seen > 5000)) toNewest();
    if (typing || now.dataset.serial === next.dataset.serial) return;
    question(page);
    ready();
    if (inside && !now.contains(document.activeElement)) $("#question").focus({ preventScroll: true });
  };
  setInterval(lookAgain, 3000);
  // Pages of the same site hear of each other, so what one says is soon seen on the other.
  const others = new BroadcastChannel("taalwijzer");
  const soon = () => setTimeout(lookAgain, 400);
  others.onmessage = soon;

  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  ready();
  history.scrollRestoration = "manual";
  if ($("#now")) look();
})();
