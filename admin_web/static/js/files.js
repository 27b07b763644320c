// Files: sent one by one with their progress; one that is not taken says why and spoils no other. Works beside a form
// that is still being written, which it never touches.
import { ask, signInAgain } from "./net.js";

const csrf = () => document.querySelector("meta[name=csrf-token]").content;

function listed(adder, html) {
  const place = adder.closest("#files").querySelector("[data-listed]");
  if (html !== undefined) place.innerHTML = html;
}

function line(adder, file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const stop = document.createElement("button");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  stop.type = "button";
  stop.className = "quiet";
  stop.textContent = adder.dataset.stop;
  row.append(name, " ", bar, " ", stop);
  adder.querySelector(".coming").append(row);
  return { row, bar, stop };
}

function failed(adder, file, shown, sentence, again) {
  shown.bar.remove();
  shown.row.className = "refused";
  shown.row.firstChild.textContent = sentence;
  if (!again) return shown.stop.remove();
  shown.stop.textContent = adder.dataset.again;
  shown.stop.onclick = () => {
    shown.row.remove();
    send(adder, file);
  };
  return undefined;
}

function kept(shown, sentence) {
  shown.bar.remove();
  shown.stop.remove();
  shown.row.className = "kept soft";
  shown.row.firstChild.textContent = sentence;
}

function answered(adder, file, shown, request) {
  const told = request.response || {};
  if (request.status === 200) {
    listed(adder, told.html);
    kept(shown, `✓ ${file.name} ${adder.dataset.kept}`);
  } else if (request.status === 401) {
    signInAgain().then(() => {
      shown.row.remove();
      send(adder, file);
    });
  } else {
    listed(adder, told.html);
    failed(adder, file, shown, told.error || `${file.name} ${adder.dataset.lost}`, request.status !== 422);
  }
}

function send(adder, file) {
  const shown = line(adder, file);
  if (file.size > Number(adder.dataset.most) * 1024 * 1024) {
    failed(adder, file, shown, `${file.name} ${adder.dataset.toolarge}`, false);
    return Promise.resolve();
  }
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf_token", csrf());
    body.append("files", file);
    request.open("POST", adder.dataset.adder);
    request.responseType = "json";
    request.setRequestHeader("X-Requested-With", "fetch");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
    };
    shown.stop.onclick = () => {
      request.abort();
      shown.row.remove();
    };
    request.onload = () => answered(adder, file, shown, request);
    request.onerror = () => failed(adder, file, shown, `${file.name} ${adder.dataset.lost}`, true);
    request.onloadend = done;
    request.send(body);
  });
}

async function sendAll(adder, files) {
  for (const row of adder.querySelectorAll(".coming .kept")) row.remove();
  for (const file of files) await send(adder, file);
}

for (const adder of document.querySelectorAll("[data-adder]")) {
  adder.querySelector("[data-files]").addEventListener("change", (event) => {
    const chosen = [...event.target.files];
    event.target.value = "";
    sendAll(adder, chosen);
  });
  adder.addEventListener("dragover", (event) => {
    event.preventDefault();
    adder.classList.add("over");
  });
  adder.addEventListener("dragleave", () => adder.classList.remove("over"));
  adder.addEventListener("drop", (event) => {
    event.preventDefault();
    adder.classList.remove("over");
    sendAll(adder, [...event.dataTransfer.files]);
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-drop]");
  if (!button) return;
  button.disabled = true;
  const answer = await ask(button.dataset.drop, { method: "POST", body: new FormData() });
  button.disabled = false;
  if (answer && answer.ok) button.closest("[data-listed]").innerHTML = answer.data.html;
});

for (const place of document.querySelectorAll("[data-load]")) {
  ask(place.dataset.load, { background: true }).then((answer) => {
    if (answer && answer.ok) place.innerHTML = answer.data.html;
  });
}
