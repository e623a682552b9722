// Saves round trips: forms and links within the page are fetched and the content is put in place.
// Without this file everything works, more slowly. Nothing is kept here that the server does not say.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const SVG = "http://www.w3.org/2000/svg";
  const main = () => $("#main");

  // ---- Drawing: a line from every sentence of a bead to its bead's middle, and on to the other side.
  function draw(row) {
    const svg = $("svg", row);
    const box = svg.getBoundingClientRect();
    if (!box.width || !box.height) return;
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    const middle = box.width / 2;
    const ends = side => all(`.${side} .text`, row).map(text => {
      const place = text.getBoundingClientRect();
      return [place.top - box.top, place.bottom - box.top];
    });
    const sides = [[ends("source"), 0], [ends("target"), box.width]];
    const spans = sides.map(([list]) => list.flat());
    const every = spans.flat();
    if (!every.length) return;
    const centre = list => (Math.min(...list) + Math.max(...list)) / 2;
    const y = spans[0].length && spans[1].length
      ? (centre(spans[0]) + centre(spans[1])) / 2 : centre(every);
    for (const [list, x] of sides) {
      for (const [top, bottom] of list) {
        const at = (top + bottom) / 2;
        const line = document.createElementNS(SVG, "path");
        const bend = (x + middle) / 2;
        line.setAttribute("d", `M${x} ${at}C${bend} ${at} ${bend} ${y} ${middle} ${y}`);
        svg.append(line);
        const edge = document.createElementNS(SVG, "path");
        edge.setAttribute("class", "edge");
        const inset = Math.min(3, (bottom - top) / 4);
        edge.setAttribute("d", `M${x ? x - 1 : 1} ${top + inset}V${bottom - inset}`);
        svg.append(edge);
      }
    }
  }
  const drawAll = () => all(".bead .row").forEach(draw);
  addEventListener("resize", () => requestAnimationFrame(drawAll));

  function local() {
    const language = document.documentElement.lang;
    for (const time of all("time[datetime]")) {
      const date = new Date(time.dateTime);
      if (isNaN(date)) continue;
      time.textContent = date.toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
    }
  }

  // ---- Fetching a page and putting its content in place.
  let running = 0;
  async function load(address, options = {}, { push = true, keep = null, quiet = false } = {}) {
    const number = ++running;
    document.documentElement.setAttribute("aria-busy", "true");
    let response, text;
    try {
      response = await fetch(address, { ...options, headers: { Accept: "text/html" } });
      text = await response.text();
    } catch {
      say($("#news").dataset.lost, true);
      return false;
    } finally {
      document.documentElement.removeAttribute("aria-busy");
    }
    // Somebody typed on: a later answer counts. What was saved is saved.
    if (number !== running && !options.method) return false;
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!response.ok) {
      const trouble = $("#trouble", page);
      say(trouble ? trouble.textContent : text, true);
      return false;
    }
    const fresh = $("#main", page);
    if (!fresh) { location.assign(response.url); return false; }
    const url = new URL(response.url);
    url.searchParams.delete("done");
    if (!quiet) {
      if (push) history.pushState(null, "", url); else history.replaceState(null, "", url);
    }
    place(fresh, page.title, keep);
    for (const link of all("header nav a")) {
      const same = $(`header nav a[href="${link.getAttribute("href")}"]`, page);
      if (same?.hasAttribute("aria-current")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    return true;
  }

  // Puts in place what differs. What stays is not laid out again: on a long list that is nearly all.
  // Only these are looked into; all else is replaced whole, so that no field keeps for one concept what
  // was typed for another.
  const FRAMES = "#main, .desk, .facets, .list, #marks, .rows";
  function settle(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    const alike = old.nodeName === fresh.nodeName && old.id === fresh.id && old.matches(FRAMES)
      && old.children.length === fresh.children.length;
    if (!alike) { old.replaceWith(fresh); return; }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const pieces = [...fresh.children];
    [...old.children].forEach((child, at) => settle(child, pieces[at]));
  }

  function place(fresh, title, keep) {
    const old = main();
    const active = document.activeElement;
    const id = keep || (old.contains(active) && active.id) || null;
    const range = active && active.matches?.("input[type=search]") ? active.selectionStart : null;
    const marks = new Set(all("input[name=concept]:checked", old).map(box => box.value));
    const closed = new Set(all("details.facet:not([open]) summary", old).map(one => one.textContent));
    const scroll = $(".rows", old)?.scrollTop;
    const typed = $("#words", old)?.value;
    settle(old, document.adoptNode(fresh));
    document.title = title;
    fresh = main();
    for (const box of all("input[name=concept]", fresh)) if (marks.has(box.value)) box.checked = true;
    for (const one of all("details.facet summary", fresh)) if (closed.has(one.textContent)) one.parentElement.open = false;
    if (scroll) { const rows = $(".rows", fresh); if (rows) rows.scrollTop = scroll; }
    const back = id && document.getElementById(id);
    if (back) {
      if (back.id === "words" && typed !== undefined) back.value = typed;
      back.focus({ preventScroll: true });
      if (range !== null && back.setSelectionRange) back.setSelectionRange(range, range);
    } else {
      const wanted = $("[data-focus]", fresh);
      if (wanted && wanted.offsetParent) wanted.focus();
      else $("a[data-row][aria-current]", fresh)?.focus({ preventScroll: true });
    }
    ready();
  }

  function ready() {
    drawAll();
    local();
    const flash = $(".flash");
    if (flash) $("#said").textContent = flash.textContent.trim();
    const at = $(".bead.at") || $(".rows .at");
    if (at) {
      const box = at.getBoundingClientRect();
      const top = $("header.top").getBoundingClientRect().bottom;
      if (at.matches(".bead") ? box.top < top || box.bottom > innerHeight : true) {
        at.scrollIntoView({ block: at.matches(".bead") ? "center" : "nearest" });
      }
    }
    $("#news").hidden = true;
    news = null;
  }

  function say(text, bad) {
    const box = $("#alert");
    $("p", box).textContent = text.trim();
    box.hidden = !bad;
  }
  $("#alert button").addEventListener("click", () => { $("#alert").hidden = true; });

  // ---- Forms and links.
  addEventListener("submit", event => {
    const form = event.target;
    if (form.matches("[data-plain], [method=dialog]")) return;
    event.preventDefault();
    $("#alert").hidden = true;
    const data = new FormData(form, event.submitter);
    const body = new URLSearchParams(data);
    if (form.method === "post") load(form.getAttribute("action"), { method: "POST", body });
    else load(`${form.getAttribute("action")}?${body}`);
  });
  addEventListener("click", event => {
    const link = event.target.closest("a[href^='/']");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    load(link.getAttribute("href"));
  });
  addEventListener("popstate", () => load(location.href, {}, { push: false, quiet: true }));

  // A list that follows what is typed.
  let typing;
  addEventListener("input", event => {
    const form = event.target.closest("form[data-live]");
    if (!form) return;
    clearTimeout(typing);
    typing = setTimeout(() => {
      const body = new URLSearchParams(new FormData(form));
      load(`${form.getAttribute("action")}?${body}`, {}, { push: false, keep: "words" });
    }, 15);
  });
  // Choosing a bead by its text.
  addEventListener("click", event => {
    const row = event.target.closest(".bead:not(.at) .side");
    if (row && !getSelection().toString()) $("a[data-row]", row.closest(".bead")).click();
  });

  // ---- Keys.
  const shortcuts = $("#shortcuts");
  shortcuts.checked = localStorage.getItem("bitext-shortcuts") !== "off";
  shortcuts.addEventListener("change", () => {
    localStorage.setItem("bitext-shortcuts", shortcuts.checked ? "on" : "off");
  });
  const showKeys = () => $("#keys").showModal();
  $("#show-keys").addEventListener("click", showKeys);
  const PLACES = { o: "/", a: "/alignments", t: "/terms", h: "/history" };
  let going = false;
  function step(by) {
    const rows = all("a[data-row]");
    if (!rows.length) return;
    const now = rows.findIndex(row => row.getAttribute("aria-current") === "true" || row === document.activeElement);
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + by))];
    if (main().matches(":has(.desk), :has(.beads)")) {
      if (rows[now] !== next) next.click();
      else $(by > 0 ? ".turns a:last-child, .turn:last-of-type a" : ".turns a:first-child, .turn a")?.focus();
    } else next.focus();
  }
  function open(id) {
    const details = document.getElementById(id);
    if (!details) return false;
    details.open = true;
    (($("[data-focus]", details) || $("input:not([type=hidden]), textarea", details))).focus();
    return true;
  }
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    if (event.key === "Escape") {
      const cancel = target.closest("form")?.querySelector("[data-cancel]");
      if (cancel) cancel.click();
      else if (target.matches("input, textarea, select")) target.blur();
      for (const one of all("details.menu[open]")) { one.open = false; $("summary", one).focus(); }
      $("#alert").hidden = true;
      return;
    }
    const typingIn = target.matches("textarea, select, input:not([type=checkbox])");
    if (typingIn || !shortcuts.checked || $("dialog[open]")) return;
    const key = event.key;
    if (going) {
      going = false;
      if (PLACES[key]) { event.preventDefault(); load(PLACES[key]); return; }
    }
    const done = () => event.preventDefault();
    if (key === "?") { done(); showKeys(); }
    else if (key === "/") { done(); ($("#words") || $("#find")).focus(); }
    else if (key === "g") { done(); going = true; setTimeout(() => { going = false; }, 1500); }
    else if (key === "j" || key === "ArrowDown" && target.matches("a[data-row]")) { done(); step(1); }
    else if (key === "k" || key === "ArrowUp" && target.matches("a[data-row]")) { done(); step(-1); }
    else if (key === "u") { done(); $("#undo button")?.click(); }
    else if (key === "x") { const box = $(".rows .at input"); if (box) { done(); box.click(); $("#said").textContent = ""; } }
    else if (key === "e" && open("edit") || key === "s" && open("split")) done();
    else {
      const button = all("[data-key]").find(one => one.dataset.key === key);
      if (button) { done(); button.click(); }
    }
  });

  // ---- What others do.
  let news = null;
  let failures = 0;
  const busy = () => all("form[data-busy]").some(form => form.contains(document.activeElement)
    || all("textarea, input:not([type=hidden]), select", form).some(field =>
      field.tagName === "SELECT" ? [...field.options].some(one => one.selected !== one.defaultSelected && one.value)
        : field.type === "checkbox" ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue));
  async function look() {
    if (document.hidden) return;
    let told;
    try {
      const response = await fetch(`/since`, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error();
      told = await response.json();
      failures = 0;
    } catch {
      if (++failures === 3) say($("#news").dataset.lost, true);
      return;
    }
    if (!told || told.change === Number(main().dataset.known) || told.change === news) return;
    if (document.documentElement.hasAttribute("aria-busy")) return;
    news = told.change;
    const box = $("#news");
    if (busy()) {
      $("span", box).textContent = `${told.who ?? ""} ${box.dataset.elsewhere}.`;
      box.hidden = false;
    } else {
      const who = told.who;
      if (await load(location.href, {}, { push: false, quiet: true })) {
        $("#said").textContent = `${who ?? ""} ${box.dataset.elsewhere}.`;
      }
    }
  }
  $("#news button").addEventListener("click", () => load(location.href, {}, { push: false, quiet: true }));
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);

  // The address of a decision just made is not one to keep.
  const url = new URL(location.href);
  if (url.searchParams.has("done")) {
    url.searchParams.delete("done");
    history.replaceState(null, "", url);
  }
  ready();
})();
