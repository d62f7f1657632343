/* What HTML cannot do for the chat: open and close it, send on Enter, keep the place while reading, and say in words
   how the connection is. Everything else is htmx attributes and the server's fragments. */
(() => {
  "use strict";

  const LOST_AFTER = 4;
  const NEAR = 40;
  const GAP = 12;
  const OPEN = "chat-open";
  const byId = (id) => document.getElementById(id);
  const panel = () => byId("chat-panel");
  const log = () => byId("chat-log");
  const streaming = () => document.querySelector("#chat-log article[data-state='streaming']");
  const wide = () => matchMedia("(min-width: 48rem)").matches;
  /* Messages on their way, by client id: none is lost, and none is asked twice. */
  const pending = new Map();
  let lost = [];
  let line = null;
  let byShopper = false;
  let failures = 0;
  let plain = false;

  document.documentElement.classList.add("js");

  /* Opening and closing. On a phone the panel would hide the page that a card has just led to. */
  function start() {
    const button = byId("chat-open");
    if (button) button.hidden = false;
    if (button && !panel() && wide() && sessionStorage.getItem(OPEN) === "yes") button.click();
    if (!panel()) return;
    opened();
    if (wide() && !location.hash) byId("chat-message").focus({ preventScroll: true });
  }

  function opened() {
    grow(byId("chat-message"));
    follow(log(), true);
    mark(log());
  }

  function close() {
    const button = byId("chat-open");
    if (!button || !panel()) return;
    sessionStorage.removeItem(OPEN);
    /* 1000 is the one code after which the socket does not come back. */
    line?.socket?.close(1000);
    panel().remove();
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  document.addEventListener("htmx:after:swap", () => {
    const button = byId("chat-open");
    if (!button || !panel() || button.getAttribute("aria-expanded") === "true") return;
    button.setAttribute("aria-expanded", "true");
    sessionStorage.setItem(OPEN, "yes");
    opened();
    if (byShopper) byId("chat-message").focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#chat-open")) byShopper = event.isTrusted;
    if (event.target.closest("[data-chat-close]")) close();
    if (event.target.closest("#chat-latest")) {
      log().scrollTop = log().scrollHeight;
      byId("chat-message").focus({ preventScroll: true });
    }
  });

  /* Writing. */
  function grow(box) {
    box.style.height = "auto";
    const most = 10 * parseFloat(getComputedStyle(box).lineHeight) + 24;
    box.style.height = `${Math.min(box.scrollHeight + box.offsetHeight - box.clientHeight, most)}px`;
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "chat-message") grow(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel()?.contains(event.target)) close();
    if (event.target.id !== "chat-message" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!streaming() && event.target.value.trim()) event.target.form.requestSubmit();
  });

  document.addEventListener("htmx:ws:before:message:outgoing", (event) => {
    const values = event.detail.message.values;
    if (values.action === "stop") return;
    delete values.csrf_token;
    values.page = location.pathname;
    const again = values.message && [...pending].find(([, text]) => text === values.message);
    values.client_id = again ? again[0] : crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    if (values.message) pending.set(values.client_id, values.message);
  });

  document.addEventListener("htmx:ws:after:message:outgoing", (event) => {
    if (event.detail.message.values.action === "stop") return;
    if (log()) follow(log(), true);
    if (event.target.id !== "chat-form") return;
    const box = byId("chat-message");
    box.value = "";
    grow(box);
    box.focus();
  });

  /* A message that was not taken, or was lost with the connection, comes back into the box. */
  function giveBack(id) {
    const box = byId("chat-message");
    const text = pending.get(id);
    pending.delete(id);
    if (!text || box.value) return;
    box.value = text;
    grow(box);
  }

  function settle() {
    for (const article of log().querySelectorAll("article[data-client-id]")) pending.delete(article.dataset.clientId);
    const notice = document.querySelector("#chat-notice .notice[data-client-id]");
    if (notice) giveBack(notice.dataset.clientId);
    for (const id of lost.splice(0)) if (pending.has(id)) giveBack(id);
  }

  /* Reading. The reader is taken along only from the place where the log would stand by itself, and never past
     the latest question. */
  const bottom = (list) => list.scrollHeight - list.clientHeight;

  function rest(list) {
    const question = [...list.querySelectorAll("article[data-role='shopper']")].pop();
    if (!question) return bottom(list);
    const edge = list.getBoundingClientRect().top - list.scrollTop;
    const box = question.getBoundingClientRect();
    return Math.min(bottom(list), Math.max(box.top - edge - GAP, box.bottom - edge - list.clientHeight / 2));
  }

  const resting = (list) => list.scrollTop > Math.min(rest(list), bottom(list) - NEAR) - 2;

  function follow(list, willing) {
    if (!willing) return;
    list.scrollTop = Math.max(list.scrollTop, rest(list));
  }

  function mark(list) {
    byId("chat-latest").hidden = bottom(list) - list.scrollTop < NEAR;
  }

  let willing = true;
  let place = 0;
  let anew = false;

  document.addEventListener("htmx:ws:before:message:incoming", (event) => {
    const list = log();
    if (!list) return;
    willing = resting(list);
    place = list.scrollTop;
    const data = event.detail.message.data;
    anew = typeof data === "string" && data.includes('hx-swap-oob="outerHTML"');
    if (!anew) return;
    /* After a pause the server sends every article anew; those that never stood here get a place first. */
    for (const article of new DOMParser().parseFromString(data, "text/html").querySelectorAll("article[hx-swap-oob]")) {
      if (byId(article.id)) continue;
      const empty = document.createElement("article");
      empty.id = article.id;
      list.append(empty);
    }
  });

  document.addEventListener("htmx:ws:after:message:incoming", () => {
    const list = log();
    if (!list) return;
    if (anew) list.scrollTop = place;
    follow(list, willing);
    mark(list);
    settle();
  });

  document.addEventListener("scroll", (event) => {
    if (event.target === log()) mark(log());
  }, true);

  /* The connection, in words. */
  function connection(state, announce) {
    const status = byId("chat-status");
    if (!status || status.dataset.connection === state) return;
    status.dataset.connection = state;
    status.textContent = state;
    byId("chat-announce").textContent = announce;
  }

  function offline(text) {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.dataset.code = "offline";
    notice.textContent = text;
    byId("chat-notice").replaceChildren(notice);
  }

  document.addEventListener("htmx:ws:before:connection", (event) => {
    line = event.detail.connection;
  });

  document.addEventListener("htmx:ws:after:connection", () => {
    failures = 0;
    plain = false;
    const queued = new Set(line.queue.map((each) => each.message.values.client_id));
    lost = [...pending.keys()].filter((id) => !queued.has(id));
    const back = byId("chat-status")?.dataset.connection === "reconnecting";
    connection("online", back ? "Connected again." : "");
    document.querySelector("#chat-notice .notice[data-code='offline']")?.remove();
  });

  document.addEventListener("htmx:ws:close", async () => {
    if (!panel()) return;
    failures += 1;
    connection("reconnecting", "Connection lost. Trying again.");
    if (failures < LOST_AFTER || plain) return;
    /* Pages may still be had where no socket is: then the form goes the plain way, by a page of its own. */
    const answer = await fetch(byId("chat-form").action, { method: "HEAD" }).catch(() => null);
    if (!panel() || !failures) return;
    plain = Boolean(answer?.ok);
    offline(plain ? "No live connection just now. Your message is sent by page instead."
      : "The connection is lost. What you send waits here and goes out when it is back.");
  });

  document.addEventListener("submit", (event) => {
    if (plain && panel()?.contains(event.target)) event.stopPropagation();
  }, true);

  /* This file is loaded before htmx, so that no connection is made unheard; the start waits until htmx has read
     the page, without which the button could not be pressed. */
  document.addEventListener("htmx:after:process", start, { once: true });
})();
