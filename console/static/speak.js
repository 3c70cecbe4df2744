// Speak instead of type: press to record, press to stop, hear it, send it or do it again. Fetched only when a
// question takes speech; without a microphone its button is never seen, and typing works.
const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const MOST_SECONDS = 120;

export const speak = (box, swap, failed) => {
  const type = KINDS.find((kind) => window.MediaRecorder?.isTypeSupported(kind));
  if (!type || !navigator.mediaDevices?.getUserMedia || !isSecureContext) return;
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [start, stop, again, send, player, status] = ["start", "stop", "again", "send", "player", "status"].map(part);
  let recorder, sound, url, since, seconds;

  const show = (...shown) => {
    for (const each of [start, stop, again, send, player]) each.hidden = !shown.includes(each);
  };
  const say = (name) => { status.textContent = name ? box.dataset[name] : ""; };
  const done = () => {
    seconds = Math.max(1, Math.round((Date.now() - since) / 1000));
    sound = new Blob(sound, { type });
    URL.revokeObjectURL(url);
    player.src = url = URL.createObjectURL(sound);
    show(player, send, again);
    say("check");
    send.focus();
  };
  const record = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      show();
      return say("failed");
    }
    sound = [];
    recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 24000 });
    recorder.ondataavailable = (event) => sound.push(event.data);
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      if (box.isConnected) done();
    };
    since = Date.now();
    recorder.start();
    const mine = recorder;
    setTimeout(() => mine.state === "recording" && mine.stop(), MOST_SECONDS * 1000);
    show(stop);
    say("listens");
    stop.focus();
  };
  const post = async () => {
    send.disabled = true;
    try {
      const response = await fetch(box.dataset.action, {
        method: "POST",
        body: sound,
        headers: {
          "Content-Type": type, "X-Requested-With": "fetch",
          "X-Form": box.dataset.form, "X-Nonce": box.dataset.nonce, "X-Seconds": seconds,
        },
      });
      URL.revokeObjectURL(url);
      swap(await response.text());
    } catch {
      failed();
    }
    send.disabled = false;
  };
  start.onclick = again.onclick = record;
  stop.onclick = () => recorder.stop();
  send.onclick = post;
  show(start);
  box.hidden = false;
};
