/* Shows a matrix or bars as a table that can be searched, narrowed and asked for its evidence.
   Labels come from documents: they enter the page as text only. */
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent), [stage, panel, legend] = [$("stage"), $("panel"), $("legend")];
  /* column: the one that must hold something; plain: value of a describing column; section: of
     bars; chosen: row and column of the cell whose evidence is shown. */
  const state = { lang: data.lang, query: "", column: -1, plain: "", section: "", chosen: null };
  const side = () => data.sides[state.lang];
  const text = (key, values) => side().texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const SVG = ["svg", "rect"];

  function make(name, attributes = {}, ...children) {
    const element = SVG.includes(name)
      ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== false) element.setAttribute(key, value);
    }
    element.append(...children); // strings become text nodes
    return element;
  }

  /* ---- what is shown ---- */
  const plainColumns = () => {
    const cells = side().rows.flatMap(([, , found]) => found);
    return side().heads.map((_, i) => i).filter((i) => cells.some((c) => c[0] === i)
      && cells.every((c) => c[0] !== i || c[2] === "plain"));
  };
  const plainOf = (row) => row[2].filter((c) => c[2] === "plain").map((c) => c[1]);
  const words = ([name, section, cells]) => [name, section, ...cells.map((c) => c[1])].join("\n").toLowerCase();
  function seen() {
    const { query, column, plain, section } = state;
    return side().rows.map((row, i) => [row, i]).filter(([row]) =>
      (!query || words(row).includes(query) || row[2].some((c) => (side().heads[c[0]] || "").toLowerCase().includes(query)))
      && (column < 0 || row[2].some((c) => c[0] === column)) && (!plain || plainOf(row).includes(plain))
      && (!section || row[1] === section));
  }

  /* ---- table ---- */
  function cell(row, i, found) {
    const [column, said, style, , length] = found, name = text("board-cell", {
      row: row[0], column: side().heads[column] || row[1], value: said });
    const children = length === undefined ? [said] : [make("svg", { width: "100%", height: 14, "aria-hidden": "true" },
      make("rect", { width: `${length}%`, height: 14, class: `c${column % 9} fill` })), make("span", {}, said)];
    return make("button", { type: "button", class: length === undefined ? "cell" : "cell long", "aria-label": name,
      "data-row": i, "data-column": column, tabindex: -1, click: () => choose(i, column) }, ...children);
  }
  function matrix(rows) {
    const heads = side().heads, shown = heads.map((_, j) => j)
      .filter((j) => state.column < 0 || j === state.column || plainColumns().includes(j));
    return make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, side().corner),
      ...shown.map((j) => make("th", { scope: "col" }, heads[j])))),
    make("tbody", {}, ...rows.map(([row, i]) => make("tr", {}, make("th", { scope: "row" }, row[0]),
      ...shown.map((j) => {
        const found = row[2].find((c) => c[0] === j);
        if (!found) return make("td");
        return found[2] === "plain" ? make("td", { class: "plain" }, found[1]) : make("td", { class: "held" }, cell(row, i, found));
      })))));
  }
  function bars(rows) {
    const series = side().heads, parts = [], several = series.length > 1;
    for (const [row, i] of rows) {
      const last = parts[parts.length - 1];
      const line = make("tr", {}, make("th", { scope: "row" }, row[0]),
        make("td", { class: "bars" }, ...row[2].map((c) => make("div", {}, ...(several ? [make("span", { class: "series" },
          series[c[0]])] : []), cell(row, i, c)))));
      if (last && last.section === row[1]) last.lines.push(line);
      else parts.push({ section: row[1], lines: [line] });
    }
    return make("table", { class: "wide" }, ...parts.map(({ section, lines }) => make("tbody", {},
      ...(section ? [make("tr", {}, make("th", { scope: "rowgroup", colspan: 2, class: "section" }, section))] : []), ...lines)));
  }
  function draw() {
    const rows = seen();
    stage.replaceChildren(rows.length ? (side().bars ? bars : matrix)(rows) : make("p", { class: "nothing" }, text("none")));
    const first = stage.querySelector("button");
    if (first) first.tabIndex = 0;
    mark();
    $("status").textContent = text("board-shown", { n: rows.length, all: side().rows.length });
  }

  /* ---- evidence ---- */
  const buttonOf = ([row, column]) => stage.querySelector(`button[data-row="${row}"][data-column="${column}"]`);
  function mark() {
    for (const other of stage.querySelectorAll(".chosen")) other.classList.remove("chosen");
    const button = state.chosen && buttonOf(state.chosen);
    if (button) button.classList.add("chosen");
  }
  function choose(i, column) {
    state.chosen = [i, column];
    mark();
    show();
  }
  function show() {
    const row = state.chosen && side().rows[state.chosen[0]];
    const found = row && row[2].find((c) => c[0] === state.chosen[1]);
    panel.hidden = !found;
    panel.replaceChildren();
    if (!found) return;
    const places = found[3] ? found[3].split(/[；;]\s*/) : [];
    panel.append(make("button", { type: "button", class: "close", "aria-label": text("close"), click: close }, "×"),
      make("h2", { tabindex: -1 }, row[0]), make("p", { class: "second" }, side().heads[found[0]] || row[1]),
      make("p", { class: "value" }, found[1]), make("h3", {}, text("board-evidence")),
      places.length ? make("ul", { class: "places" }, ...places.map((place) => make("li", {}, place)))
        : make("p", {}, text("board-no-evidence")));
    panel.scrollTop = 0;
  }
  function close() {
    const back = state.chosen && panel.contains(document.activeElement) && buttonOf(state.chosen);
    state.chosen = null;
    mark();
    show();
    if (back) back.focus();
  }

  /* ---- tools ---- */
  function choice(id, label, all, values, chosen, change) {
    return make("select", { id, "aria-label": label, change: (event) => { change(event.target.value); draw(); } },
      make("option", { value: "" }, all), ...values.map(([value, said]) =>
        make("option", { value, ...(String(value) === String(chosen) && { selected: "" }) }, said)));
  }
  function tools() {
    const heads = side().heads, plain = plainColumns(), sections = [...new Set(side().rows.map((row) => row[1]))];
    const values = [...new Set(side().rows.flatMap(plainOf))], made = [make("input", { type: "search", id: "search",
      value: state.query, placeholder: text("board-search"), "aria-label": text("board-search"),
      input: (event) => { state.query = event.target.value.trim().toLowerCase(); draw(); } })];
    const free = heads.map((head, j) => [j, head]).filter(([j, head]) => head && !plain.includes(j));
    if (free.length > 1) made.push(choice("column", text("board-column"), text("board-any-column"), free, state.column,
      (value) => { state.column = value === "" ? -1 : Number(value); }));
    if (values.length > 1) made.push(choice("plain", heads[plain[0]] || text("board-plain"), text("board-any",
      { name: heads[plain[0]] }), values.map((v) => [v, v]), state.plain, (value) => { state.plain = value; }));
    if (sections.length > 1) made.push(choice("section", text("board-section"), text("board-all-sections"),
      sections.map((v) => [v, v]), state.section, (value) => { state.section = value; }));
    made.push(make("button", { type: "button", id: "save", click: save }, text("board-save")));
    if (Object.keys(data.sides).length > 1) made.push(make("button", { type: "button", id: "language", click: () => {
      speak(state.lang === "zh" ? "en" : "zh");
      $("language").focus();
    } }, text("language")));
    $("tools").replaceChildren(...made);
    legend.replaceChildren(make("summary", {}, text("board-row")), make("p", { class: "hint" }, text("board-hint")),
      ...side().notes.map((note) => make("p", { class: "hint" }, note)));
  }
  function speak(lang) {
    Object.assign(state, { lang, plain: "", section: "", chosen: null });
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = document.querySelector("h1").textContent = side().title;
    stage.setAttribute("aria-label", text("board-stage"));
    panel.setAttribute("aria-label", text("board-evidence"));
    tools();
    draw();
    show();
  }

  /* Saves the cells that are seen now with their evidence, for a spreadsheet. */
  function save() {
    const quoted = (said) => `"${String(said).replace(/^([=+\-@\t\r])/, "'$1").replace(/"/g, '""')}"`;
    const lines = [[side().corner || text("board-row"), text("board-column"), text("board-value"), text("board-evidence")]];
    for (const [row] of seen()) {
      for (const [column, said, style, places] of row[2]) {
        if (style !== "plain" && (side().bars || state.column < 0 || column === state.column)) {
          lines.push([row[0], side().heads[column] || row[1], said, places]);
        }
      }
    }
    const body = `\ufeff${lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("")}`;
    const href = URL.createObjectURL(new Blob([body], { type: "text/csv" }));
    make("a", { href, download: "zhitu.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  /* ---- keys: arrows go from cell to cell ---- */
  const middle = (element) => { const b = element.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; };
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function next(from, [right, down]) {
    const [x, y] = middle(from);
    const away = (other) => {
      const [ox, oy] = middle(other), along = right ? (ox - x) * right : (oy - y) * down;
      return along > 2 ? along + 4 * Math.abs(right ? oy - y : ox - x) : Infinity;
    };
    const near = [...stage.querySelectorAll("button")].filter((b) => b !== from).map((b) => [away(b), b]);
    const best = near.reduce((a, b) => (b[0] < a[0] ? b : a), [Infinity, null]);
    return best[1];
  }
  stage.addEventListener("keydown", (event) => {
    const way = WAYS[event.key], button = event.target.closest("button"), to = way && button && next(button, way);
    if (!way || !button || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!to) return;
    button.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (state.chosen) { close(); return; }
    $("search").value = state.query = "";
    draw();
  });
  legend.open = innerWidth > 700;
  speak(state.lang);
})();
