// The page works without this. With it the clock moves while the phones stay as they are.
(() => {
  "use strict";
  const form = document.querySelector("#clock"), others = new BroadcastChannel("taalwijzer");
  let busy = false;
  const move = async (step) => {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams({ step }) });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.querySelector("#time").replaceChildren(...page.querySelector("#time").childNodes);
    others.postMessage(0);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const buttons = [...form.elements];
    for (const each of buttons) each.ariaDisabled = "true";
    await move(event.submitter.value).catch(() => location.reload());
    for (const each of buttons) each.ariaDisabled = "false";
    busy = false;
  });
})();
