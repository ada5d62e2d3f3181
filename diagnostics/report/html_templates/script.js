(() => {
  "use strict";
  const root = document.documentElement;
  const said = document.getElementById("said");
  let node = null; // of the graph, chosen

  const press = (name, value) => {
    for (const each of document.querySelectorAll(`[data-${name}-to]`)) {
      each.setAttribute("aria-pressed", String(each.getAttribute(`data-${name}-to`) === value));
    }
    root.dataset[name] = value;
  };

  let fading;
  const tell = (text) => {
    clearTimeout(fading);
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = text; });
    fading = setTimeout(() => { said.textContent = ""; }, 5000);
  };

  // Where the clipboard is refused, the text is left selected, to be copied by hand.
  const copy = async (text, place) => {
    try {
      await navigator.clipboard.writeText(text);
      tell("Copied.");
    } catch {
      getSelection().selectAllChildren(place);
      tell("Selected: copy it with Ctrl-C or Cmd-C.");
    }
  };

  const lines = (packet) => [...packet.querySelectorAll("[data-line]")].map((line) =>
    line.children.length ? [...line.children].map((part) => part.textContent).join(": ") : line.textContent).join("\n");

  const shut = () => {
    if (!node) return;
    const panel = panelOf(node);
    panel.hidden = true;
    panel.replaceChildren();
    const was = node;
    node = null;
    mark(was, false);
    was.focus();
  };

  const panelOf = (link) => link.closest(".graph-frame").querySelector(".panel");

  const mark = (link, on) => {
    for (const each of link.closest(".graph-frame").querySelectorAll("[data-node]")) {
      if (on && each === link) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
  };

  const choose = (link) => {
    const whole = document.getElementById(link.getAttribute("href").slice(1));
    if (!whole || whole.matches("section")) return false;
    const panel = panelOf(link);
    const shown = whole.cloneNode(true);
    for (const each of [shown, ...shown.querySelectorAll("[id]")]) each.removeAttribute("id");
    const close = document.createElement("button");
    close.type = "button";
    close.dataset.close = "";
    close.textContent = "Close";
    const title = document.createElement("p");
    title.className = "small";
    title.textContent = link.querySelector(".kind").textContent;
    panel.replaceChildren(close, title, shown);
    panel.hidden = false;
    node = link;
    mark(link, true);
    panel.focus();
    return true;
  };

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("button, [data-node]");
    if (!hit) return;
    if (hit.hasAttribute("data-node")) {
      if (choose(hit)) event.preventDefault();
    } else if (hit.dataset.themeTo) {
      const same = root.dataset.theme === hit.dataset.themeTo;
      press("theme", same ? "" : hit.dataset.themeTo); // pressed again: as the system has it
    } else if (hit.dataset.shellTo) {
      press("shell", hit.dataset.shellTo);
    } else if (hit.dataset.copy === "line") {
      const code = hit.parentElement.querySelector("code");
      copy(code.textContent, code);
    } else if (hit.dataset.copy === "packet") {
      copy(lines(hit.parentElement), hit.parentElement);
    } else if ("close" in hit.dataset) {
      shut();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
  });

  press("shell", "sh");
  root.classList.add("script");
  performance.mark("ready");
})();
