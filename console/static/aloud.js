// Loudspeakers that play where they stand. Without this they are links to the sound.
(() => {
  "use strict";
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const heard = new Set();
  let audio = null, playing = "", queue = [];

  const draw = (wanted = "") => {
    for (const each of $$("[data-hear]")) {
      each.setAttribute("role", "button");
      each.ariaPressed = String(each.href === playing);
      each.classList.toggle("wanted", each.href === wanted);
    }
  };
  const hush = () => {
    queue = [];
    playing = "";
    audio?.pause();
    audio = null;
    draw();
  };
  const fail = () => {
    const toast = document.querySelector("#toast");
    hush();
    if (!toast) return;
    toast.textContent = document.querySelector("#said").textContent = toast.dataset.silent;
    toast.hidden = false;
  };
  const play = (href) => {
    const sound = audio = new Audio(href);
    playing = href;
    draw();
    sound.onended = () => {
      if (sound !== audio) return;
      playing = "";
      if (queue.length) play(queue.shift());
      else draw();
    };
    sound.onerror = () => sound === audio && fail();
    sound.play().catch((error) => {
      // A browser may want a touch before the first sound; then the loudspeaker asks for it.
      if (sound !== audio || error.name !== "NotAllowedError") return;
      hush();
      draw(href);
    });
  };

  // What came since is heard by itself, for who wants that; a sound that was asked for always is.
  const listen = () => {
    const all = document.querySelector("#toast[data-aloud]");
    const fresh = $$("#now [data-hear]").filter((each) => !heard.has(each.href));
    for (const each of $$("[data-hear]")) heard.add(each.href);
    const next = fresh.filter((each) => all || each.dataset.hear === "now").map((each) => each.href);
    if (!next.length) return draw();
    hush();
    queue = next;
    play(queue.shift());
  };

  addEventListener("click", (event) => {
    const link = event.target.closest("[data-hear]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const again = link.href !== playing;
    hush();
    if (again) play(link.href);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("[data-hear]")) return;
    event.preventDefault();
    event.target.click();
  });
  addEventListener("answered", hush);
  addEventListener("shown", listen);
  addEventListener("pagehide", hush);
  listen();
})();
