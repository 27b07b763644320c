// The picture of two voices belongs to its player: a line shows where it plays, a click plays from there.
const FORWARD = { ArrowRight: 5, ArrowLeft: -5 };

function follow(wave, audio) {
  const line = wave.querySelector(".now");
  const whole = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : Number(wave.dataset.seconds));
  audio.addEventListener("timeupdate", () => {
    const at = (audio.currentTime / whole()) * 1000;
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
  });
  wave.querySelector("svg").addEventListener("click", (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const to = ((event.clientX - box.left) / box.width) * Number(wave.dataset.seconds);
    const play = () => {
      audio.currentTime = to;
      audio.play();
    };
    if (audio.readyState > 0) return play();
    audio.addEventListener("loadedmetadata", play, { once: true });
    audio.preload = "metadata";
    return audio.load();
  });
  audio.addEventListener("keydown", (event) => {
    if (!(event.key in FORWARD)) return;
    event.preventDefault();
    audio.currentTime = Math.max(0, audio.currentTime + FORWARD[event.key]);
  });
}

for (const wave of document.querySelectorAll("[data-wave]")) {
  const audio = document.getElementById(wave.dataset.wave);
  if (audio) follow(wave, audio);
}
