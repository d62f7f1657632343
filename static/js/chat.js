/* What HTML cannot do for the chat: open and close it, send on Enter, keep the place while reading, and say in words
   how the connection is. Everything else is htmx attributes and the server's fragments. */
(() => {
  "use strict";

  const LOST_AFTER = 4;
  const WORDS = { connecting: "connecting", online: "online", reconnecting: "reconnecting" };
  const OPEN = "chat-open";
  const byId = (id) => document.getElementById(id);
  const panel = () => byId("chat-panel");
  const log = () => byId("chat-log");
  const streaming = () => document.querySelector("#chat-log article[data-state='streaming']");
  const sent = new Map();
  let stick = true;
  let failures = 0;

  document.documentElement.classList.add("js");

  /* Opening and closing. */
  function show() {
    const button = byId("chat-open");
    if (button) button.hidden = false;
    if (button && sessionStorage.getItem(OPEN) === "yes" && !panel()) button.click();
    if (panel()) opened(document.activeElement === document.body);
  }

  function opened(focus) {
    const box = byId("chat-message");
    log().scrollTop = log().scrollHeight;
    grow(box);
    if (focus && matchMedia("(min-width: 48rem)").matches) box.focus();
  }

  function close() {
    const root = byId("chat-root");
    if (!root || !panel()) return;
    sessionStorage.removeItem(OPEN);
    panel().remove();
    const button = byId("chat-open");
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  document.addEventListener("htmx:after:swap", () => {
    const button = byId("chat-open");
    if (!button || !panel() || button.getAttribute("aria-expanded") === "true") return;
    button.setAttribute("aria-expanded", "true");
    sessionStorage.setItem(OPEN, "yes");
    opened(false);
    byId("chat-message").focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-chat-close]")) close();
    if (event.target.closest("#chat-latest")) {
      log().scrollTop = log().scrollHeight;
      byId("chat-latest").hidden = true;
    }
  });

  /* Writing. */
  function grow(box) {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 10 * parseFloat(getComputedStyle(box).lineHeight) + 24)}px`;
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
    values.client_id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
    values.page = location.pathname;
    if (event.target.id === "chat-form") sent.set(values.client_id, values.message);
  });

  document.addEventListener("htmx:ws:after:message:outgoing", (event) => {
    if (event.target.id !== "chat-form") return;
    event.target.reset();
    const box = byId("chat-message");
    box.value = "";
    grow(box);
    box.focus();
    stick = true;
  });

  /* A message that was not taken comes back into the box. */
  function giveBack() {
    const notice = document.querySelector("#chat-notice .notice[data-client-id]");
    const box = byId("chat-message");
    const text = notice && sent.get(notice.dataset.clientId);
    if (text && !box.value) {
      box.value = text;
      grow(box);
    }
  }

  /* Reading: stay at the bottom only if that is where the reader is. */
  document.addEventListener("htmx:ws:before:message:incoming", (event) => {
    const list = log();
    if (!list) return;
    stick = stick || list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const data = event.detail.message.data;
    if (typeof data !== "string" || !data.includes('hx-swap-oob="outerHTML"')) return;
    /* After a pause the server sends every article anew; those that never stood here get a place first. */
    for (const article of new DOMParser().parseFromString(data, "text/html").querySelectorAll("article[id]")) {
      if (byId(article.id)) continue;
      const place = document.createElement("article");
      place.id = article.id;
      list.append(place);
    }
  });

  document.addEventListener("htmx:ws:after:message:incoming", () => {
    const list = log();
    if (!list) return;
    if (stick) list.scrollTop = list.scrollHeight;
    byId("chat-latest").hidden = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    stick = false;
    giveBack();
  });

  document.addEventListener("scroll", (event) => {
    const list = log();
    if (event.target !== list) return;
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 40) byId("chat-latest").hidden = true;
  }, true);

  /* The connection, in words. */
  function connection(state, announce) {
    const status = byId("chat-status");
    if (!status || status.dataset.connection === state) return;
    status.dataset.connection = state;
    status.textContent = WORDS[state];
    if (announce) byId("chat-announce").textContent = announce;
  }

  document.addEventListener("htmx:ws:after:connection", () => {
    const was = byId("chat-status")?.dataset.connection;
    failures = 0;
    connection("online", was === "reconnecting" ? "Connected again." : "");
    document.querySelector("#chat-notice .notice[data-code='offline']")?.remove();
  });

  document.addEventListener("htmx:ws:close", () => {
    if (!panel()) return;
    failures += 1;
    connection("reconnecting", "Connection lost. Trying again.");
    if (failures < LOST_AFTER) return;
    /* No socket to be had: the form goes the plain way, by a page of its own. */
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.dataset.code = "offline";
    notice.textContent = "The live connection is not to be had. Your message is sent by page instead.";
    byId("chat-notice").replaceChildren(notice);
    for (const form of panel().querySelectorAll("form")) {
      form.addEventListener("submit", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    }
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
