/* Where the nodes of the viewer stand: columns as wide as their labels need, rows near what they
   are linked with. The order within a column comes with the data. Also how one node leads to
   another. */
"use strict";
const geometry = (() => {
  const GAP_X = 54, GAP_Y = 6, LINE = 15, UNIT = 12, NARROW = 64, WIDE = 260, SWEEPS = 8;
  const BESIDE = 33; // what the mark and the borders of a box take beside its label
  const FONT = '12px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
  const ruler = document.createElement("canvas").getContext("2d");
  const fontFor = (n) => { ruler.font = n.cls === "School" ? `600 ${FONT}` : FONT; };
  const widthOf = (words) => ruler.measureText(words).width;
  const other = (edge, n) => (edge.s === n ? edge.t : edge.s);
  const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);

  /* Breaks a label between words or Chinese characters, never before closing punctuation. */
  function wrap(words, width, most) {
    const lines = [""];
    for (const piece of words.match(/(?:[!-~\u00a0-\u024f]+|.)[\s，。、；：）”》」]*/gsu) || []) {
      const last = lines[lines.length - 1];
      if (!last || widthOf((last + piece).trimEnd()) <= width) lines[lines.length - 1] += piece;
      else lines.push(piece);
    }
    return lines.slice(0, most).map((line, i) => {
      let cut = line.trim();
      if (widthOf(cut) <= width && (i < most - 1 || lines.length <= most)) return cut;
      while (cut && widthOf(`${cut}…`) > width) cut = cut.slice(0, -1);
      return `${cut}…`;
    });
  }

  /* Moves the nodes of a column as near as can be to where they want to be, in order and without
     overlap: isotonic regression by pooling adjacent violators. */
  function settle(members, want) {
    const blocks = [], mean = (block) => block.sum / block.of.length;
    let before = 0;
    for (const n of members) {
      n.offset = before + n.h / 2;
      before += n.h + GAP_Y;
      let block = { sum: want(n) - n.offset, of: [n] };
      while (blocks.length && mean(blocks[blocks.length - 1]) >= mean(block)) {
        const last = blocks.pop();
        block = { sum: last.sum + block.sum, of: last.of.concat(block.of) };
      }
      blocks.push(block);
    }
    for (const block of blocks) for (const n of block.of) n.cy = mean(block) + n.offset;
  }

  /* The links of a node that have a thickness, on its left (-1) or its right (1). */
  const bands = (n, side) => n.edges.filter((e) => e.on && e.weight
    && Math.sign(other(e, n).column - n.column) === side);
  const through = (n, side) => sum(bands(n, side), (e) => e.weight);

  /* Lets the bands on one side of a node begin one below the other. */
  function fan(n, side) {
    let y = n.cy - through(n, side) * UNIT / 2;
    for (const e of bands(n, side).sort((a, b) => other(a, n).cy - other(b, n).cy)) {
      e[e.s === n ? "sy" : "ty"] = y + e.weight * UNIT / 2;
      y += e.weight * UNIT;
    }
  }

  /* Gives each node `column`, `x`, `cy` (its middle), `w`, `h` and `lines`.

     shown: nodes to place, with the `words` to write on each; layers: layer numbers in order;
     room: width that the columns should fit in; most: lines that a label may take. Returns the
     columns and the size of the whole. */
  function arrange(shown, layers, room, most) {
    const columns = layers.map((layer) => ({ layer, members: shown.filter((n) => n.layer === layer)
      .sort((a, b) => a.pos - b.pos) })).filter((column) => column.members.length);
    for (const column of columns) {
      column.natural = Math.max(NARROW, ...column.members.map((n) => {
        fontFor(n);
        return widthOf(n.words) + BESIDE + 1;
      }));
    }
    let widest = WIDE;
    const needed = () => sum(columns, (c) => Math.min(c.natural, widest)) + GAP_X * (columns.length - 1);
    while (widest > 2 * NARROW && needed() > room) widest -= 4;
    let x = 0;
    columns.forEach((column, i) => {
      Object.assign(column, { x, w: Math.min(column.natural, widest) });
      for (const n of column.members) {
        fontFor(n);
        n.lines = wrap(n.words, column.w - BESIDE, most);
        Object.assign(n, { x, w: column.w, h: n.lines.length * LINE + 7, column: i });
      }
      x += column.w + (shown.some((n) => n.edges.some((e) => e.weight)) ? 2 : 1) * GAP_X;
    });
    for (const n of shown) n.h = Math.max(n.h, UNIT * Math.max(through(n, -1), through(n, 1)));
    const tallest = Math.max(0, ...columns.map((c) => sum(c.members, (n) => n.h + GAP_Y)));
    for (const { members } of columns) {
      members.forEach((n, i) => { n.cy = (i + 0.5) * tallest / members.length; });
      settle(members, (n) => n.cy);
    }
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      for (const { members } of sweep % 2 ? [...columns].reverse() : columns) {
        settle(members, (n) => {
          const ends = n.edges.filter((e) => e.on).map((e) => other(e, n));
          const near = ends.filter((end) => end.column !== n.column);
          return near.length ? sum(near, (end) => end.cy) / near.length : n.cy;
        });
      }
    }
    const top = Math.min(...shown.map((n) => n.cy - n.h / 2));
    for (const n of shown) n.cy -= top;
    for (const n of shown) for (const side of [-1, 1]) fan(n, side);
    const height = Math.max(1, ...shown.map((n) => n.cy + n.h / 2));
    return { columns, width: Math.max(1, x - GAP_X), height };
  }

  /* The line of an edge: from side to side between columns, bulging to the right within one. */
  function curve({ s, t, beside, weight, sy, ty }) {
    const [y1, y2] = (weight ? [sy, ty] : [s.cy + beside, t.cy + beside]).map(Math.round);
    let [x1, x2] = s.column < t.column ? [s.x + s.w, t.x] : [s.x, t.x + t.w];
    let bend = Math.sign(x2 - x1) * Math.max(GAP_X / 2, Math.abs(x2 - x1) / 2.4);
    if (s.column === t.column) {
      x1 = x2;
      bend = Math.min(GAP_X, 24 + Math.abs(y2 - y1) / 12);
    }
    const second = s.column === t.column ? x2 + bend : x2 - bend;
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${second} ${y2} ${x2} ${y2}`;
  }

  /* The node that an arrow key leads to: along the column, or along a link to the next one. */
  function neighbour(columns, n, [right, down]) {
    const { members } = columns[n.column];
    if (down) return members[members.indexOf(n) + down];
    const beside = (columns[n.column + right] || { members: [] }).members;
    const linked = beside.filter((m) => m.edges.some((e) => e.on && other(e, m) === n));
    const away = (m) => Math.abs(m.cy - n.cy);
    return [...(linked.length ? linked : beside)].sort((a, b) => away(a) - away(b))[0];
  }

  /* Shortest path over the links that are shown, as edges; null when there is none. */
  function path(from, to) {
    const came = new Map([[from, null]]), queue = [from], steps = [];
    for (const n of queue) {
      for (const e of n.edges) {
        if (!e.on || came.has(other(e, n))) continue;
        came.set(other(e, n), e);
        queue.push(other(e, n));
      }
    }
    for (let n = to; came.get(n); n = other(came.get(n), n)) steps.unshift(came.get(n));
    return came.has(to) ? steps : null;
  }

  return { LINE, GAP_X, UNIT, other, arrange, curve, neighbour, path };
})();
