/* Draws the layered network and answers search, filters, clicks and keys. Labels come from
   documents: they enter the page as text only. Nothing gets a style attribute, which the page's
   policy would refuse. */
(() => {
  const { LINE, GAP_X, UNIT, other, arrange, curve, neighbour, path } = geometry;
  const HEAD = 30, MARGIN = 12; // pixels
  const DRAWN = ["svg", "g", "path", "rect", "text", "tspan", "title", "defs", "marker"];
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const [stage, panel, legend] = [$("stage"), $("panel"), $("legend")];
  const nodes = data.nodes.map(([iri, cls, layer, pos, zh, en, ...brief], i) =>
    ({ i, iri, cls, layer, pos, zh, en, brief, kind: data.kinds[cls], edges: [] }));
  const edges = data.edges.map(([s, t, link, graphs, weight = 0]) => {
    const places = graphs.map((g) => data.places[g]);
    return { s: nodes[s], t: nodes[t], link, places, weight, derived: places.every((p) => p[2]) };
  });
  /* chosen and end: the nodes selected; current: the node that Tab reaches; k, x, y: the view. */
  const state = { lang: data.lang, off: new Set(), link: -1, query: "", hit: -1, columns: [],
    chosen: null, end: null, picking: false, current: null, k: 1, x: 0, y: 0, width: 1, height: 1 };

  const text = (key, values) =>
    data.texts[state.lang][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const label = (pair) => pair[state.lang === "zh" ? 0 : 1];
  const nameOf = (n) => n[state.lang];
  const clamp = (low, value, high) => Math.max(low, Math.min(high, value));

  function make(name, attributes = {}, ...children) {
    const element = DRAWN.includes(name)
      ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== false) element.setAttribute(key, value);
    }
    element.append(...children); // strings become text nodes
    return element;
  }
  const button = (words, click, attributes) => make("button", { type: "button", click, ...attributes }, words);
  const mark = (kind) => make("path", { d: kind[3], class: `mark c${kind[2]}` });
  const symbol = (kind) =>
    make("svg", { viewBox: "-7 -7 14 14", class: "symbol", "aria-hidden": "true" }, mark(kind));

  /* ---- picture ---- */
  const edgeOn = (e) => (state.link < 0 || e.link === state.link) && !state.off.has(e.s.cls) && !state.off.has(e.t.cls);
  const nodeOn = (n) => !state.off.has(n.cls) && (state.link < 0 || n.edges.some(edgeOn));

  function layout() {
    for (const e of edges) e.on = edgeOn(e);
    for (const n of nodes) n.on = nodeOn(n);
    const shown = nodes.filter((n) => n.on), layers = Object.keys(data.layers).map(Number);
    for (const n of shown) n.words = label(n.brief);
    Object.assign(state, arrange(shown, layers, stage.clientWidth - 2 * MARGIN, state.lang === "zh" ? 2 : 3));
    if (!state.current || !state.current.on) state.current = shown[0] || null;
  }

  const arrow = (id) => make("marker", { id, class: id, viewBox: "0 0 8 8", refX: 7, refY: 4,
    markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
  make("path", { d: "M0 1L8 4L0 7z" }));
  const [lines, boxes, heads] = [make("g"), make("g"), make("g", { class: "heads" })];
  const world = make("g", {}, lines, boxes);
  const picture = make("svg", { role: "group" }, make("defs", {}, arrow("arrow"), arrow("arrow-lit")), world, heads);

  function build() {
    const pairs = new Map();
    for (const e of edges) {
      e.s.edges.push(e);
      if (e.t !== e.s) e.t.edges.push(e);
      const pair = [e.s.i, e.t.i].sort((a, b) => a - b).join();
      e.beside = 5 * (pairs.get(pair) || 0); // links between the same two run side by side
      pairs.set(pair, e.beside / 5 + 1);
      e.shape = make("path", { class: `edge${e.derived ? " derived" : ""}${e.weight ? " band" : ""}`,
        "stroke-width": e.weight ? e.weight * UNIT : false }, make("title"));
      e.shape.edge = e;
    }
    lines.append(...[...edges].sort((a, b) => b.derived - a.derived).map((e) => e.shape));
    for (const n of nodes) {
      n.edges.sort((a, b) => a.derived - b.derived); // so that paths prefer what is stated
      n.shape = make("g", { class: `node ${n.cls}`, role: "button", "data-i": n.i },
        make("title"), make("rect", { rx: 4, class: `box c${n.kind[2]}` }), mark(n.kind), make("text"));
    }
    boxes.append(...nodes.map((n) => n.shape));
    stage.append(picture);
  }

  function draw() {
    layout();
    for (const n of nodes) {
      n.shape.classList.toggle("off", !n.on);
      if (!n.on) continue;
      const [title, box, sign, words] = n.shape.children, kind = label(n.kind);
      n.told = text("node", { kind, name: nameOf(n), n: n.edges.filter((e) => e.on).length });
      n.shape.setAttribute("aria-label", n.told);
      n.shape.setAttribute("transform", `translate(${n.x} ${Math.round(n.cy - n.h / 2)})`);
      title.textContent = `${kind} · ${nameOf(n)}`;
      const blank = (n.h - n.lines.length * LINE - 7) / 2; // above and below the words
      box.setAttribute("width", n.w);
      box.setAttribute("height", n.h);
      sign.setAttribute("transform", `translate(14 ${n.h / 2})`);
      words.replaceChildren(...n.lines.map((line, i) => make("tspan", { x: 26, y: LINE * (i + 1) + blank }, line)));
    }
    for (const e of edges) {
      e.shape.classList.toggle("off", !e.on);
      if (e.on) e.shape.setAttribute("d", curve(e));
      e.shape.firstChild.textContent = `${nameOf(e.s)} — ${label(data.links[e.link])} → ${nameOf(e.t)}`;
    }
    for (const c of state.columns) {
      c.head = make("text", { y: 20 }, `${label(data.layers[c.layer])} ${c.members.length}`);
    }
    heads.replaceChildren(make("rect", { class: "ground", height: HEAD }), ...state.columns.map((c) => c.head));
    place();
    light();
  }

  /* Puts the picture where `state` says; the column heads stay at the top and can be read. */
  function place(view) {
    const { k, x, y } = Object.assign(state, view);
    world.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    heads.firstChild.setAttribute("width", Math.max(stage.clientWidth, state.width * k));
    const ems = (c) => [...c.head.textContent].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 1 : 0.65), 0);
    const size = clamp(6, Math.min(...state.columns.map((c) => (c.w + 46) * k / ems(c))), 13);
    for (const c of state.columns) {
      c.head.setAttribute("x", x + c.x * k);
      c.head.setAttribute("font-size", size);
    }
  }
  const pan = (x, y) => place({ x: state.x + x, y: state.y + y });
  function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    const k = clamp(0.08, state.k * factor, 4), by = k / state.k;
    place({ k, x: x - (x - state.x) * by, y: y - (y - state.y) * by });
  }
  const room = () => [stage.clientWidth - 2 * MARGIN, stage.clientHeight - HEAD - 2 * MARGIN];
  /* Brings all these nodes into view, no larger than `most`. */
  function frame(members, most) {
    const [w, h] = room(), [left, top] = [(n) => n.x, (n) => n.cy - n.h / 2].map((of) => Math.min(...members.map(of)));
    const [right, bottom] = [(n) => n.x + n.w, (n) => n.cy + n.h / 2].map((of) => Math.max(...members.map(of)));
    const k = clamp(0.08, Math.min(w / (right - left), h / (bottom - top)), most);
    place({ k, x: MARGIN + (w - (left + right) * k) / 2, y: HEAD + MARGIN + (h - (top + bottom) * k) / 2 });
  }
  const fit = () => { if (state.columns.length) frame(state.columns.flatMap((c) => c.members), 1.5); };
  /* Text at a size to be read; where the columns do not all fit, beginning with the first school. */
  function readable() {
    const [w] = room(), k = clamp(0.85, w / state.width, 1.25), free = w - state.width * k;
    const first = free < 0 && state.columns.flatMap((c) => c.members).find((n) => n.cls === "School");
    const { x, cy, h } = first || { x: 0, cy: 0, h: 0 };
    const across = free < 0 ? Math.max(free, -x * k) : free / 2;
    place({ k, x: MARGIN + across, y: HEAD + MARGIN - (cy - h / 2) * k });
  }
  /* Moves the picture by as little as brings a node into view, and sideways first for its
     neighbours, which a panel may cover; or puts the node in the middle. */
  function reveal(n, centre) {
    const { k } = state, [w, h] = [stage.clientWidth, stage.clientHeight];
    const nearest = (low, high, start, end) => Math.max(low - start, Math.min(0, high - end));
    const across = (m) => nearest(MARGIN, w - MARGIN, state.x + m.x * k, state.x + (m.x + m.w) * k);
    for (const e of n === state.chosen ? n.edges : []) if (e.on) pan(across(other(e, n)), 0);
    const top = state.y + (n.cy - n.h / 2) * k, size = n.h * k;
    if (centre) pan((w - n.w * k) / 2 - state.x - n.x * k, (h + HEAD - size) / 2 - top);
    else pan(across(n), nearest(HEAD + 4, h - MARGIN, top, top + size));
  }

  /* ---- what is lit ---- */
  /* Nodes whose name holds the query, the name with the least beside it first. */
  function matches() {
    const found = state.columns.flatMap((c) => c.members).map((n) =>
      [n, Math.min(...n.brief.filter((name) => name.toLowerCase().includes(state.query)).map((name) => name.length))]);
    return found.filter(([, size]) => state.query && size < Infinity).sort((a, b) => a[1] - b[1]).map(([n]) => n);
  }

  function light() {
    const { chosen, end, current } = state, hits = new Set(matches()), picked = [chosen, end];
    const drawn = end ? path(chosen, end) || [] : chosen ? chosen.edges.filter((e) => e.on) : [];
    const litEdges = new Set(drawn), some = Boolean(chosen || state.query);
    const lit = new Set([...(chosen ? picked : hits), ...drawn.flatMap((e) => [e.s, e.t])]);
    for (const n of nodes) {
      const classes = { dim: some && !lit.has(n), chosen: picked.includes(n), hit: hits.has(n) };
      for (const [name, yes] of Object.entries(classes)) n.shape.classList.toggle(name, yes);
      n.shape.setAttribute("aria-pressed", classes.chosen);
      n.shape.setAttribute("tabindex", n === current ? 0 : -1);
    }
    for (const e of edges) {
      e.shape.classList.toggle("lit", litEdges.has(e));
      e.shape.classList.toggle("dim", some && !litEdges.has(e));
      if (!e.weight) e.shape.setAttribute("marker-end", `url(#arrow${litEdges.has(e) ? "-lit" : ""})`);
    }
  }

  function choose(n, asEnd) {
    const end = (asEnd || state.picking) && state.chosen && n !== state.chosen ? n : null;
    Object.assign(state, { end, chosen: end ? state.chosen : n, picking: false, current: n || state.current });
    if (n && !n.on) { // the panel leads to it, so that the filters have to give way
      state.off.delete(n.cls);
      if (!nodeOn(n)) state.link = -1;
      tools();
      draw();
    } else light();
    showPanel();
    const steps = end && path(state.chosen, end);
    if (steps) frame(steps.flatMap((e) => [e.s, e.t]), Math.max(1, state.k));
    else if (n) reveal(n);
  }
  function clear() {
    const back = panel.contains(document.activeElement) && state.chosen;
    choose(null);
    if (back) back.shape.focus({ preventScroll: true });
  }

  /* ---- panel ---- */
  const say = (words) => { $("status").textContent = words; };
  const jump = (n) => button(nameOf(n), () => { choose(n); panel.querySelector("h2").focus(); }, { class: "jump" });
  const link = (e) => make("span", { class: "link" }, label(data.links[e.link]));
  const statement = (e, ...parts) => make("li", {}, make("p", {}, ...parts),
    make("ul", { class: "places" }, ...e.places.map((p) => make("li", { class: p[2] ? "derived" : "" }, label(p)))));

  function showPanel() {
    const { chosen, end } = state;
    panel.hidden = !chosen;
    panel.replaceChildren();
    if (!chosen) { say(""); return; }
    const names = [chosen, end].filter(Boolean).map(nameOf).join(" → ");
    panel.append(button("×", clear, { class: "close", "aria-label": text("close") }),
      make("h2", { tabindex: -1 }, names));
    panel.scrollTop = 0;
    if (end) {
      const steps = path(chosen, end), title = steps ? text("steps", { n: steps.length }) : text("no-path");
      panel.append(make("h3", {}, title),
        make("ol", {}, ...(steps || []).map((e) => statement(e, jump(e.s), link(e), jump(e.t)))));
      say(title);
      return;
    }
    const second = chosen[state.lang === "zh" ? "en" : "zh"];
    panel.append(make("p", { class: "kind" }, symbol(chosen.kind), label(chosen.kind)),
      make("p", { class: "second" }, second === names ? "" : second), make("p", { class: "iri" }, chosen.iri),
      button(text("path"), () => {
        state.picking = true;
        say(text("pick", { name: nameOf(chosen) }));
        chosen.shape.focus({ preventScroll: true });
      }));
    for (const [key, side] of [["outgoing", "s"], ["incoming", "t"]]) {
      const found = chosen.edges.filter((e) => e[side] === chosen).sort((a, b) => a.link - b.link);
      if (found.length) {
        panel.append(make("h3", {}, `${text(key)} ${found.length}`), make("ul", { class: "facts" },
          ...found.map((e) => statement(e, link(e), jump(other(e, chosen))))));
      }
    }
    say(chosen.told);
  }

  /* ---- tools ---- */
  function find(event) {
    Object.assign(state, { query: event.target.value.trim().toLowerCase(), hit: -1, chosen: null, end: null });
    light();
    showPanel();
    const n = matches().length;
    if (state.query) say(n ? text("found", { n }) : text("none"));
  }
  function nextHit(event) {
    const hits = matches();
    if (event.key !== "Enter" || event.isComposing || !hits.length) return;
    state.hit = (Math.max(state.hit, event.shiftKey ? 0 : -1) + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
    choose(hits[state.hit]);
    reveal(hits[state.hit], true);
  }
  function filter() {
    const kept = (n) => (n && nodeOn(n) ? n : null), chosen = kept(state.chosen);
    Object.assign(state, { chosen, end: chosen && kept(state.end) });
    draw();
    showPanel();
  }
  function tools() {
    const tool = (id, click, sign) => button(sign || text(id), click, { id, title: text(id), "aria-label": text(id) });
    const option = (value, words) => make("option", { value, ...(value === state.link && { selected: "" }) }, words);
    const count = (link) => edges.filter((e) => e.link === link).length;
    $("tools").replaceChildren(
      make("input", { type: "search", id: "search", value: state.query, input: find, keydown: nextHit,
        placeholder: text("search"), "aria-label": text("search") }),
      make("select", { id: "links", "aria-label": text("links"),
        change: (event) => { state.link = Number(event.target.value); filter(); } },
      option(-1, text("all")), ...data.links.map((pair, i) => option(i, `${label(pair)} ${count(i)}`))),
      make("span", { class: "group" }, tool("zoom-out", () => zoom(0.8), "−"), tool("zoom-in", () => zoom(1.25), "+"),
        tool("fit", fit), tool("readable", readable, "1:1")),
      make("span", { class: "group" }, tool("save", save), tool("language", () => {
        speak(state.lang === "zh" ? "en" : "zh");
        $("language").focus();
      })));
    const checks = Object.entries(data.kinds).map(([cls, kind]) => make("label", {},
      make("input", { type: "checkbox", value: cls, ...(!state.off.has(cls) && { checked: "" }), change: (event) => {
        state.off[event.target.checked ? "delete" : "add"](cls);
        filter();
      } }), symbol(kind), `${label(kind)} ${nodes.filter((n) => n.cls === cls).length}`));
    const samples = (edges.some((e) => e.derived) ? ["stated", "derived"] : ["stated"]).map((key) =>
      make("span", { class: "line" }, make("svg", { viewBox: "0 0 30 6", class: "sample", "aria-hidden": "true" },
        make("path", { d: "M0 3H30", class: `edge ${key}` })), text(key)));
    legend.replaceChildren(make("summary", {}, text("kinds")), make("div", { class: "boxes" }, ...checks, ...samples),
      make("p", { class: "hint" }, text("hint")));
  }
  function speak(lang) {
    state.lang = lang;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = document.querySelector("h1").textContent = data.titles[lang];
    for (const [element, words] of [[stage, text("stage")], [picture, data.titles[lang]], [panel, text("panel")]]) {
      element.setAttribute("aria-label", words);
    }
    tools();
    draw();
    showPanel();
  }

  /* Saves what is seen now, with every colour written out, for programs that know no style sheet. */
  function save() {
    const shape = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity"];
    const kept = { rect: shape, path: shape, g: ["opacity"], text: ["fill", "font-size", "font-weight"] };
    const copy = picture.cloneNode(true), twins = [...copy.querySelectorAll("*")];
    const { clientWidth: width, clientHeight: height } = stage;
    [...picture.querySelectorAll("*")].forEach((from, i) => {
      const style = getComputedStyle(from);
      for (const name of kept[from.tagName] || []) twins[i].setAttribute(name, style.getPropertyValue(name));
      for (const { name } of [...twins[i].attributes]) {
        if (/^(class|role|tabindex|aria-.*|data-.*)$/.test(name)) twins[i].removeAttribute(name);
      }
      if (style.display === "none") twins[i].remove();
    });
    copy.setAttribute("font-family", getComputedStyle(picture).fontFamily);
    copy.prepend(make("rect", { width, height, fill: getComputedStyle(document.body).backgroundColor }));
    for (const pair of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) copy.setAttribute(...pair);
    const source = new XMLSerializer().serializeToString(copy);
    const href = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
    make("a", { href, download: "zhitu.svg" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }
  /* Prints the whole picture, whatever part of it is on the screen. */
  addEventListener("beforeprint", () => {
    const { k, x, y } = state;
    picture.setAttribute("viewBox", `0 0 ${state.width + GAP_X} ${state.height + HEAD + MARGIN}`);
    place({ k: 1, x: 0, y: HEAD + 6 });
    addEventListener("afterprint", () => { picture.removeAttribute("viewBox"); place({ k, x, y }); }, { once: true });
  });

  /* ---- pointer and keys ---- */
  const nodeAt = (event) => nodes[(event.target.closest(".node") || { dataset: {} }).dataset.i], pointers = new Map();
  let moved = 0;
  stage.addEventListener("pointerdown", (event) => {
    if (!pointers.size) moved = 0;
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  stage.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId), now = [event.clientX, event.clientY];
    if (!event.buttons) pointers.delete(event.pointerId);
    if (!last || !event.buttons) return;
    moved += Math.hypot(now[0] - last[0], now[1] - last[1]);
    pointers.set(event.pointerId, now);
    if (moved < 5) return;
    stage.setPointerCapture(event.pointerId); // not sooner, or clicks would miss their node
    const still = [...pointers].find(([id]) => id !== event.pointerId), frame = stage.getBoundingClientRect();
    if (!still) { pan(now[0] - last[0], now[1] - last[1]); return; }
    const apart = ([x, y]) => Math.hypot(x - still[1][0], y - still[1][1]) || 1;
    zoom(apart(now) / apart(last), still[1][0] - frame.left, still[1][1] - frame.top);
  });
  const lift = (event) => pointers.delete(event.pointerId);
  for (const kind of ["pointerup", "pointercancel"]) stage.addEventListener(kind, lift);
  stage.addEventListener("click", (event) => {
    const dragged = moved >= 5, n = nodeAt(event);
    moved = 0;
    const { edge } = event.target;
    if (!dragged && n) choose(n, event.shiftKey);
    else if (!dragged && edge) { // a link shows what says it
      choose(edge.s);
      choose(edge.t, true);
    }
    else if (!dragged && !state.picking) clear();
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const frame = stage.getBoundingClientRect(), by = event.deltaY * (event.deltaMode ? 16 : 1);
    zoom(Math.exp(-by * 0.0015), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });

  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const KEYS = { "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: fit, 1: readable };
  stage.addEventListener("keydown", (event) => {
    const { key } = event, n = nodeAt(event), way = WAYS[key], next = n && way && neighbour(state.columns, n, way);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (n && (key === "Enter" || key === " ")) choose(n, event.shiftKey);
    else if (next) {
      state.current = next;
      light();
      next.shape.focus({ preventScroll: true });
    } else if (way && !n) pan(-60 * way[0], -60 * way[1]);
    else if (KEYS[key]) KEYS[key]();
    else if (!way) return;
    event.preventDefault();
  });
  stage.addEventListener("focusin", (event) => { if (nodeAt(event) && !pointers.size) reveal(nodeAt(event)); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    $("search").value = state.query = "";
    clear();
  });
  addEventListener("resize", () => place());
  legend.open = innerWidth > 700;
  build();
  speak(state.lang);
  readable();
})();
