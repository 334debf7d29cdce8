/* The editor: what is typed is checked against the strategy, and saved as a draft, as one goes. */
"use strict";

(function () {
  const form = document.getElementById("draft-form");
  const watch = document.querySelector("[data-check]");
  if (!form || !watch) return;
  const said = document.getElementById("watch-said");
  const saved = document.getElementById("draft-said");
  const coordinates = document.getElementById("f-coordinates");
  const drawn = document.getElementById("drawn");
  const size = document.getElementById("draft-area");
  const CHECK_AFTER = 350;
  const SAVE_AFTER = 2500;
  let checking = null;
  let saving = false;
  let dirty = false;
  let stopped = false;
  let checkTimer = 0;
  let saveTimer = 0;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  /** Tell what the strategy says of the draft. */
  function tell(answer) {
    const parts = [element("p", answer.summary)];
    if (answer.turned.length) {
      const list = element("ul", "", "watch__turned");
      list.setAttribute("role", "list");
      answer.turned.forEach((one) => {
        const item = element("li", "", `watch__${one.verdict}`);
        item.append(element("strong", one.parcel ? `${one.parcel}: ${one.rule}` : one.rule), document.createElement("br"));
        item.append(one.before ? `${one.before} → ${one.after}` : one.after);
        if (one.measured) item.append(` (${one.measured})`);
        list.append(item);
      });
      parts.push(list);
    }
    if (answer.counts.length) {
      const counts = element("ul", "", "watch__counts quiet");
      counts.setAttribute("role", "list");
      answer.counts.forEach((one) => counts.append(element("li", `${one.text}: ${one.count}`)));
      parts.push(counts);
    }
    answer.notes.forEach((note) => parts.push(element("p", note, "aged")));
    said.replaceChildren(...parts);
    if (size) size.textContent = answer.area;
  }

  /** Mark the fields that are wrong, and only those. */
  function mark(wrong) {
    form.querySelectorAll("[data-live]").forEach((note) => note.remove());
    form.querySelectorAll("[data-marked]").forEach((field) => {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("data-marked");
    });
    Object.entries(wrong).forEach(([name, text]) => {
      const field = document.getElementById(`f-${name}`);
      if (!field || document.getElementById(`feil-${name}`)) return;
      const note = element("p", text, "field__error");
      note.id = `feil-${name}`;
      note.dataset.live = "";
      field.before(note);
      field.setAttribute("aria-invalid", "true");
      field.dataset.marked = "";
      const ids = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== note.id);
      field.setAttribute("aria-describedby", [...ids, note.id].join(" "));
    });
  }

  async function ask(address, options = {}) {
    const body = new FormData(form);
    return fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, ...options });
  }

  async function check() {
    if (checking) checking.abort();
    checking = new AbortController();
    const sketched = drawn ? drawn.value : "";
    try {
      const answer = await ask(watch.dataset.check, { signal: checking.signal });
      if (!answer.ok) return;
      const told = await answer.json();
      tell(told);
      mark(told.wrong);
      if (sketched && drawn.value === sketched && told.coordinates && !told.wrong.coordinates) {
        // What was drawn is written down, laid on its neighbours.
        drawn.value = "";
        coordinates.value = told.coordinates;
      }
    } catch (error) {
      if (error.name !== "AbortError") said.replaceChildren(element("p", "–", "quiet"));
    }
  }

  async function save() {
    if (saving || stopped || !dirty) return;
    saving = true;
    dirty = false;
    try {
      const answer = await ask(form.action || window.location.pathname);
      const told = await answer.json();
      saved.textContent = told.said;
      if (told.version) document.querySelectorAll('[name="version"]').forEach((field) => { field.value = told.version; });
      stopped = told.conflict;
    } catch {
      dirty = true;
      later();
    }
    saving = false;
  }

  function later() {
    window.clearTimeout(saveTimer);
    saveTimer = window.setTimeout(save, SAVE_AFTER);
  }

  form.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(checkTimer);
    checkTimer = window.setTimeout(check, CHECK_AFTER);
    later();
  });
  form.addEventListener("submit", () => {
    stopped = true;
    dirty = false;
  });
  document.querySelectorAll('form[method="post"]:not(#draft-form)').forEach((other) => {
    other.addEventListener("submit", async (event) => {
      if (!dirty || stopped || other.closest("header")) return;
      event.preventDefault();
      await save();
      stopped = true;
      other.submit();
    });
  });
  const fault = document.getElementById("feil");
  if (fault) fault.focus();
  check();
})();
