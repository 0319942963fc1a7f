/** The picture: what cytoscape draws, and what the reader does with it. */
import cytoscape from "cytoscape";
import { lines, RADIUS } from "./label";
import { CORNERS, type Colours, colours } from "./marks";
import { type Link, linkId, type Thing } from "./scene";
import type { Point } from "./state";
import { called } from "./words";

/** Cytoscape would put a style element with this id into the page, which its policy forbids. */
const ITS_STYLE = "__________cytoscape_stylesheet";
/** With more lines than this, only those of the selected thing say what they mean. */
const MOST_VERBS = 26;
const MOMENT = 350;

export interface Picture {
  readonly things: readonly Thing[];
  readonly links: readonly Link[];
  readonly at: ReadonlyMap<string, Point>;
  readonly pinned: ReadonlySet<string>;
  readonly selected: string;
  readonly selectedLink: string;
  /** Things and links of a path; none to leave all in full colour. */
  readonly lit: ReadonlySet<string>;
  readonly verb: (property: string) => string;
}

export interface Doings {
  readonly select: (id: string) => void;
  readonly selectLink: (id: string) => void;
  readonly nothing: () => void;
  readonly expand: (id: string) => void;
  readonly moved: (at: ReadonlyMap<string, Point>) => void;
}

export class Canvas {
  private readonly cy: cytoscape.Core;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(
    private readonly stage: HTMLElement,
    doings: Doings,
  ) {
    if (!document.getElementById(ITS_STYLE)) {
      const instead = document.createElement("template");
      instead.id = ITS_STYLE;
      document.head.append(instead);
    }
    this.cy = cytoscape({
      container: stage,
      style: styled(colours(stage)),
      minZoom: 0.1,
      maxZoom: 3,
      boxSelectionEnabled: false,
      autounselectify: true,
    });
    this.cy.on("tap", "node", (event) => doings.select(event.target.id()));
    this.cy.on("tap", "edge", (event) => doings.selectLink(event.target.id()));
    this.cy.on("tap", (event) => {
      if (event.target === this.cy) doings.nothing();
    });
    this.cy.on("dbltap", "node", (event) => doings.expand(event.target.id()));
    this.cy.on("dragfree", "node", () => doings.moved(this.positions()));
    this.cy.on("mouseover", "node, edge", (event) => {
      event.target.addClass("near");
      stage.classList.add("over");
    });
    this.cy.on("mouseout", "node, edge", (event) => {
      event.target.removeClass("near");
      stage.classList.remove("over");
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      this.cy.style(styled(colours(stage))),
    );
    let wide = stage.clientWidth;
    new ResizeObserver(() => {
      this.cy.resize();
      if (Math.abs(stage.clientWidth - wide) > wide / 5) {
        wide = stage.clientWidth;
        this.fit();
      }
    }).observe(stage);
  }

  /** Draw this; what moves moves in a moment that can be followed. */
  draw(picture: Picture, fit: boolean): void {
    const cy = this.cy;
    const wanted = new Map<string, cytoscape.ElementDefinition>();
    for (const thing of picture.things) wanted.set(thing.id, node(thing));
    const there = new Set(picture.links.map(linkId));
    for (const link of picture.links) {
      const mutual = there.has(linkId({ ...link, s: link.o, o: link.s }));
      // What is said in both directions is one line without an arrow.
      if (!mutual || link.s < link.o) wanted.set(linkId(link), edge(link, picture, mutual));
    }
    const targets = new Map<string, Point>();
    cy.stop(true, true);
    cy.batch(() => {
      cy.elements()
        .filter((e) => !wanted.has(e.id()))
        .remove();
      for (const [id, made] of wanted) {
        const known = cy.getElementById(id);
        if (known.nonempty()) known.data(made.data);
        else if (made.group === "edges") cy.add(made);
        else cy.add({ ...made, position: { ...(picture.at.get(id) ?? { x: 0, y: 0 }) } });
      }
      cy.nodes().forEach((n) => {
        const [to, now] = [picture.at.get(n.id()), n.position()];
        if (to && (to.x !== now.x || to.y !== now.y)) targets.set(n.id(), to);
        n.toggleClass("selected", n.id() === picture.selected);
        n.toggleClass("pinned", picture.pinned.has(n.id()));
      });
      const few = picture.links.length <= MOST_VERBS;
      cy.edges().forEach((e) => {
        e.toggleClass("selected", e.id() === picture.selectedLink);
        const held = [e.source().id(), e.target().id()].includes(picture.selected);
        e.toggleClass("said", few || picture.lit.has(e.id()));
        e.toggleClass("held", held);
      });
      const lit = picture.lit.size > 0;
      cy.elements().forEach((e) => {
        e.toggleClass("faint", lit && !picture.lit.has(e.id()));
        e.toggleClass("lit", lit && picture.lit.has(e.id()));
      });
    });
    this.move(targets, fit);
  }

  private move(targets: ReadonlyMap<string, Point>, fit: boolean): void {
    if (this.still.matches || targets.size === 0) {
      for (const [id, at] of targets) this.cy.getElementById(id).position({ ...at });
      if (fit) this.fit();
      return;
    }
    for (const [id, at] of targets)
      this.cy.getElementById(id).animate({ position: { ...at } }, { duration: MOMENT });
    if (fit) setTimeout(() => this.fit(), MOMENT + 20);
  }

  positions(): Map<string, Point> {
    return new Map(this.cy.nodes().map((n) => [n.id(), { ...n.position() }]));
  }

  /** All of it, but never larger than life. */
  fit(): void {
    if (this.cy.elements().empty()) return;
    this.cy.fit(undefined, 36);
    if (this.cy.zoom() > 1.25) {
      this.cy.zoom(1.25);
      this.cy.center();
    }
  }

  zoom(by: number): void {
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: middle });
  }

  /** Bring a thing into view, if it is not. */
  reveal(id: string): void {
    const found = this.cy.getElementById(id);
    if (found.empty()) return;
    const [seen, box] = [this.cy.extent(), found.boundingBox()];
    if (box.x1 < seen.x1 || box.x2 > seen.x2 || box.y1 < seen.y1 || box.y2 > seen.y2)
      this.cy.animate({ center: { eles: found } }, { duration: this.still.matches ? 0 : MOMENT });
  }

  async png(): Promise<Blob> {
    const { w, h } = this.cy.elements().boundingBox();
    const scale = Math.min(2, 8000 / Math.max(w, h, 1));
    return this.cy.png({
      output: "blob-promise",
      full: true,
      scale,
      bg: colours(this.stage).paper,
    });
  }
}

function node(thing: Thing): cytoscape.ElementDefinition {
  return {
    group: "nodes",
    data: {
      id: thing.id,
      label: lines(called(thing.label)).join("\n"),
      shape: thing.kind.shape,
      colour: thing.kind.colour,
    },
  };
}

function edge(link: Link, picture: Picture, mutual: boolean): cytoscape.ElementDefinition {
  return {
    group: "edges",
    data: {
      id: linkId(link),
      source: link.s,
      target: link.o,
      verb: picture.verb(link.p),
      derived: link.derived ? 1 : 0,
      mutual: mutual ? 1 : 0,
    },
  };
}

type Style = cytoscape.StylesheetJson;

function styled(c: Colours): Style {
  const shapes = Object.entries(CORNERS).map(([shape, corners]) => ({
    selector: `node[shape = "${shape}"]`,
    style: corners.length
      ? {
          shape: "polygon",
          "shape-polygon-points": corners
            .flat()
            .map((n) => n / 6)
            .join(" "),
        }
      : { shape: "ellipse" },
  }));
  const hues = c.marks.map((colour, n) => ({
    selector: `node[colour = ${n}]`,
    style: { "background-color": colour },
  }));
  const label = {
    color: c.ink,
    "font-family": c.font,
    "text-outline-color": c.paper,
    "text-outline-width": 2.5,
    "text-outline-opacity": 0.9,
  };
  return [
    {
      selector: "node",
      style: {
        ...label,
        width: 2 * RADIUS,
        height: 2 * RADIUS,
        label: "data(label)",
        "text-wrap": "wrap",
        "text-max-width": "400px",
        "text-valign": "bottom",
        "text-margin-y": 4,
        "font-size": 12,
        "line-height": 1.2,
        "overlay-opacity": 0,
      },
    },
    ...shapes,
    ...hues,
    {
      selector: "edge",
      style: {
        ...label,
        width: 1.4,
        "line-color": c.line,
        "target-arrow-color": c.line,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        "curve-style": "bezier",
        "control-point-step-size": 34,
        "font-size": 10.5,
        color: c.soft,
        "text-rotation": "autorotate",
        "overlay-opacity": 0,
      },
    },
    {
      selector: "edge[derived = 1]",
      style: { "line-style": "dashed", "line-dash-pattern": [5, 4] },
    },
    {
      selector: "edge[mutual = 1]",
      style: { "target-arrow-shape": "none" },
    },
    {
      selector: "edge.said, edge.near, edge.selected",
      style: { label: "data(verb)", "min-zoomed-font-size": 7 },
    },
    {
      selector: "edge.held, edge.near, edge.lit",
      style: { "line-color": c.soft, "target-arrow-color": c.soft, width: 1.8 },
    },
    {
      selector: "edge.selected",
      style: {
        "line-color": c.lit,
        "target-arrow-color": c.lit,
        width: 3,
        color: c.lit,
        "z-index": 9,
      },
    },
    { selector: "node.near", style: { "border-width": 2, "border-color": c.ink } },
    {
      selector: "node.pinned",
      style: { "border-width": 2.5, "border-color": c.ink, "border-style": "double" },
    },
    {
      selector: "node.selected",
      style: {
        "border-width": 4,
        "border-color": c.lit,
        "border-style": "solid",
        "font-weight": "bold",
        "z-index": 10,
      },
    },
    { selector: ".faint", style: { opacity: 0.28 } },
  ] as Style;
}
