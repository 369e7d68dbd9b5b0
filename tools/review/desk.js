// Comfort only: every page and every action works without this file. Keys (see the help sheet), choices that send
// themselves, copying an address.
"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  document.documentElement.classList.add("scripted");

  for (const select of document.querySelectorAll("[data-submit]"))
    select.addEventListener("change", () => select.form.requestSubmit());

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy));
  }

  // On a narrow screen the filters are folded away at first.
  const side = one(".side");
  if (side && matchMedia("(max-width: 60rem)").matches) side.open = false;

  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  let here = -1;
  const go = (to) => {
    if (to < 0 || to >= rows.length) return false;
    if (here >= 0) rows[here].classList.remove("here");
    here = to;
    rows[here].classList.add("here");
    rows[here].querySelector("[data-open]").focus({ preventScroll: true });
    rows[here].scrollIntoView({ block: "nearest" });
    return true;
  };
  rows.forEach((row, index) => row.addEventListener("focusin", () => { if (here !== index) go(index); }));

  const follow = (selector) => { const link = one(selector); if (link) link.click(); };
  const decide = one("[data-decide]");
  const reason = decide && decide.querySelector("[data-reason]");
  const press = (key) => { const button = one(`[data-key="${key}"]`); if (button) button.click(); };

  // A dismissal wants a reason first; without the script the page says so.
  if (decide) {
    decide.addEventListener("submit", (event) => {
      const dismissal = event.submitter && event.submitter.value === "dismissed";
      if (reason.setCustomValidity) reason.setCustomValidity("");
      if (!dismissal || reason.value) return;
      event.preventDefault();
      reason.focus();
    });
  }

  let choosing = false;  // after d: a digit is a reason
  const keys = {
    j: () => { if (!rows.length) return follow("[rel=next]"); if (!go(here + 1)) follow(".pager [rel=next]"); },
    k: () => { if (!rows.length) return follow("[rel=prev]"); if (!go(here - 1)) follow(".pager [rel=prev]"); },
    x: () => { if (here >= 0) rows[here].querySelector("[type=checkbox]").click(); },
    o: () => { if (here >= 0) rows[here].querySelector("[data-open]").click(); },
    c: () => press("c"),
    d: () => { if (reason) { reason.focus(); choosing = true; } },
    u: () => press("u"),
    a: () => press("a"),
    n: () => { press("n"); const note = one("details[open] textarea[name=note]"); if (note) note.focus(); },
    z: () => follow(one("[data-undo]") ? "[data-undo]" : "[data-last]"),
    q: () => follow("[data-queue]"),
    "/": () => { const field = one("#search"); if (!field) { location.href = "/#search"; return; } if (side) side.open = true; field.focus(); field.select(); },
    "?": () => { location.href = "/help"; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (choosing && /^[1-8]$/.test(event.key) && reason) {
      event.preventDefault();
      choosing = false;
      reason.selectedIndex = Number(event.key);
      press("d");
      return;
    }
    if (event.key === "Escape") { choosing = false; at.blur(); return; }
    if (at.matches("input:not([type=checkbox]), select, textarea")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  if (location.hash === "#search" && one("#search")) one("#search").focus();
})();
