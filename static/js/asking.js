/* A question on a page opens the chat with it already asked. Without a chat on the page, or without this file, the
   form goes to the chat's own page. */
(() => {
  "use strict";

  let waiting = null;
  const box = () => document.querySelector("#chat-form [name='message']");

  function send(text) {
    box().value = text;
    box().form.requestSubmit();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-ask]");
    const open = document.getElementById("chat-open");
    if (!form || !open || open.hidden) return;
    event.preventDefault();
    const text = form.elements.message.value;
    if (box()) {
      send(text);
    } else {
      waiting = text;
      open.click();
    }
  });

  /* The panel has been read by HTMX, so that its form goes over the socket. */
  document.addEventListener("htmx:after:swap", () => {
    if (waiting === null || !box()) return;
    const text = waiting;
    waiting = null;
    send(text);
  });
})();
