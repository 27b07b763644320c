// Asking the server: with the form word, with the sign-in window when the sign-in has ended, with one repeat.

export const words = document.getElementById("words").dataset;
const meta = document.querySelector("meta[name=csrf-token]");
let signingIn = null;

export function notice(text, kind = "refused", link = null) {
  const box = document.getElementById("notices");
  for (const old of box.querySelectorAll(".passing")) old.remove();
  const p = document.createElement("p");
  p.className = `notice passing ${kind}`;
  p.textContent = text + " ";
  p.title = words.close;
  p.addEventListener("click", () => p.remove());
  if (link) {
    const a = document.createElement("a");
    a.href = link.href;
    a.textContent = link.text;
    p.append(a);
  }
  box.append(p);
  setTimeout(() => p.remove(), 15000);
}

function renew(csrf) {
  meta.content = csrf;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = csrf;
}

async function freshToken() {
  const answer = await fetch("/login/token", { headers: { "X-Requested-With": "fetch" } });
  renew((await answer.json()).csrf);
}

/** Opens the sign-in window; resolves when somebody is signed in again. */
export function signInAgain() {
  signingIn = signingIn || new Promise((resolve) => {
    const dialog = document.getElementById("again");
    const form = dialog.querySelector("form");
    const wrong = document.getElementById("again-error");
    const stay = (event) => event.preventDefault();
    dialog.addEventListener("cancel", stay);
    form.onsubmit = async (event) => {
      event.preventDefault();
      try {
        await freshToken();
        const body = new FormData(form);
        body.set("csrf_token", meta.content);
        const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
        const told = await answer.json();
        wrong.hidden = answer.ok;
        wrong.textContent = told.error || "";
        if (!answer.ok) return;
        if (told.second) {
          document.getElementById("again-second").hidden = false;
          form.querySelector("[name=code]").focus();
          return;
        }
        if (told.must_change || String(told.person) !== document.body.dataset.person) {
          window.alert(words.other);
          location.reload();
          return;
        }
        renew(told.csrf);
        form.querySelector("[name=password]").value = "";
        form.querySelector("[name=code]").value = "";
        document.getElementById("again-second").hidden = true;
        dialog.removeEventListener("cancel", stay);
        dialog.close();
        signingIn = null;
        document.dispatchEvent(new Event("signed-in"));
        resolve();
      } catch {
        wrong.hidden = false;
        wrong.textContent = words.network;
      }
    };
    const elsewhere = async () => {
      await freshToken(); // somebody has signed in again in another tab
      dialog.removeEventListener("cancel", stay);
      dialog.close();
      signingIn = null;
      resolve();
    };
    document.addEventListener("signed-in-elsewhere", elsewhere, { once: true });
    document.addEventListener("signed-in", () => document.removeEventListener("signed-in-elsewhere", elsewhere));
    dialog.showModal();
    form.querySelector("[name=password]").focus();
  });
  return signingIn;
}

/** {ok, status, data}; data is JSON or text. Null when the server cannot be reached. */
export async function ask(url, { method = "GET", body = null, json = null, background = false, left = 2 } = {}) {
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": meta.content };
  if (background) headers["X-Background"] = "1";
  if (json) headers["Content-Type"] = "application/json";
  if (body instanceof FormData) body.set("csrf_token", meta.content);
  let answer;
  try {
    answer = await fetch(url, { method, headers, body: json ? JSON.stringify(json) : body });
  } catch {
    return null;
  }
  if (answer.status === 401) {
    await signInAgain();
    return left ? ask(url, { method, body, json, background, left: left - 1 }) : null;
  }
  if (answer.status === 400 && left && method !== "GET") {
    try {
      await freshToken();
    } catch {
      return null;
    }
    return ask(url, { method, body, json, background, left: left - 1 });
  }
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  try {
    return { ok: answer.ok, status: answer.status, data: isJson ? await answer.json() : await answer.text() };
  } catch {
    return null; // cut off in the middle of the answer
  }
}

/** A function that asks for `path` and hands what is answered to `draw`: never two at a time, and once more for all who
 *  wanted it meanwhile. */
export function rereading(path, draw) {
  let running = false;
  let wanted = false;
  return async function reread() {
    wanted = true;
    if (running) return;
    running = true;
    while (wanted) {
      wanted = false;
      const answer = await ask(path, { background: true });
      if (!answer) setTimeout(reread, 2000); // the server was just gone
      if (!answer || !answer.ok) break;
      await draw(answer.data);
    }
    running = false;
  };
}
