/** Holds the page together: what is shown, what the panel tells, and what happens when. */
import { among, around, Refused, type Trace, type TracePath, trace } from "./api";
import { Canvas } from "./canvas";
import { download } from "./dom";
import { iriOf, localOf, svg, turtle } from "./exports";
import { box } from "./label";
import { arrange } from "./layout";
import { filters, thingList } from "./lists";
import { colours, layerOf } from "./marks";
import type { Page } from "./page";
import { type Acts, cut, linkPanel, pathPanel, thingPanel } from "./panel";
import { Past } from "./past";
import {
  add,
  change,
  hanging,
  linkId,
  NOTHING,
  remove,
  type Scene,
  type Thing,
  visible,
} from "./scene";
import { decode, EMPTY, type Layout, MOST, type Point, type Shown, type State } from "./state";
import { called, LANG, say } from "./words";

interface How {
  /** Whether it can be undone; a mere look at something cannot. */
  readonly worth?: boolean;
  readonly arrange?: "new" | "all" | "no";
  readonly fit?: boolean;
  readonly told?: string;
}

interface Paths {
  readonly from: string;
  readonly to: string;
  readonly found: Trace;
  readonly shown: TracePath | undefined;
}

export class App {
  private state: State = EMPTY;
  private scene: Scene = NOTHING;
  private canvas: Canvas | undefined;
  private link = "";
  private paths: Paths | undefined;
  private turn = 0;
  private panelTurn = 0;
  private readonly past = new Past((state) => {
    this.link = "";
    this.paths = undefined;
    void this.show(state, { arrange: "new", fit: true }, false);
  });

  constructor(private readonly page: Page) {
    page.bind(this);
  }

  start(): Promise<void> {
    return this.show(decode(location.hash), { fit: true }, false);
  }

  /** Show another state: fetch what is not known of it, give new things a place, draw, remember. */
  private async show(next: State, how: How, note = true): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    const ids = next.things.map((t) => t.id);
    const known = new Set(this.scene.things.map((t) => t.id));
    let scene = this.scene;
    let told = how.told ?? "";
    if (ids.some((id) => !known.has(id))) {
      this.page.busy(true);
      try {
        scene = await among(ids);
      } catch (error) {
        if (turn === this.turn) this.page.busy(false);
        return this.page.tell(messageOf(error), true);
      }
      if (turn !== this.turn) return;
      this.page.busy(false);
      const there = new Set(scene.things.map((t) => t.id));
      const lost = ids.filter((id) => !there.has(id));
      if (lost.length) {
        next = remove(next, new Set(lost));
        told = say("island-explore-lost", { count: lost.length });
      }
    }
    this.scene = scene;
    this.state = this.placed(next, how.arrange ?? "new");
    if (note || this.state !== next) this.past.note(this.state, note && (how.worth ?? true));
    this.draw(how.fit ?? false);
    this.page.tell(told);
  }

  /** Give places to things that have none, or to all of them. */
  private placed(state: State, what: "new" | "all" | "no"): State {
    const seen = visible(this.scene, state);
    const own = new Map(state.things.map((t) => [t.id, t]));
    const lacking = seen.things.some((t) => !own.get(t.id)?.at);
    if (what === "no" || (what === "new" && !lacking)) return state;
    const boxes = seen.things.map((t) => {
      const shown = own.get(t.id);
      const size = box(called(t.label));
      return {
        id: t.id,
        ...size,
        layer: layerOf(t.kind.id),
        fixed: Boolean(shown?.pinned && shown.at),
        ...(shown?.at ? { at: shown.at } : {}),
      };
    });
    const root = state.selected || (state.things[0]?.id ?? "");
    const at = arrange(state.layout, boxes, seen.links, root);
    return { ...state, things: state.things.map((t) => located(t, at.get(t.id))) };
  }

  private draw(fit: boolean): void {
    const { state, scene, page } = this;
    const seen = visible(scene, state);
    const empty = state.things.length === 0;
    page.empty(empty);
    if (!empty) this.canvas ??= new Canvas(page.stage, this.doings());
    this.canvas?.draw(
      {
        ...seen,
        at: new Map(state.things.flatMap((t) => (t.at ? [[t.id, t.at] as const] : []))),
        pinned: new Set(state.things.filter((t) => t.pinned).map((t) => t.id)),
        selected: state.selected,
        selectedLink: this.link,
        lit: this.lit(),
        verb: (property) => called(scene.verbs[property]),
      },
      fit,
    );
    page.describe(
      say("island-explore-canvas", { things: seen.things.length, links: seen.links.length }),
    );
    page.controls({
      undo: this.past.canUndo,
      redo: this.past.canRedo,
      layout: state.layout,
      empty,
      things: scene.things.filter((t) => state.things.some((s) => s.id === t.id)),
      count: state.things.length,
    });
    page.fill(page.filters, empty ? [] : filters(scene, state, this.choices()));
    page.fill(page.list, thingList(scene, state, this.choices()));
    void this.panel();
  }

  /** Things and links of the path that is shown. */
  private lit(): Set<string> {
    const found = new Set<string>();
    for (const step of this.paths?.shown?.steps ?? []) {
      const [start, end] = [localOf(step.start), localOf(step.end)];
      const [s, o] = step.forward ? [start, end] : [end, start];
      for (const id of [start, end, linkId({ s, o, p: step.predicate, derived: false })])
        found.add(id);
    }
    return found;
  }

  private async panel(): Promise<void> {
    this.panelTurn += 1;
    const turn = this.panelTurn;
    const { state, scene, page, paths } = this;
    const things = new Map(scene.things.map((t) => [t.id, t]));
    const [from, to] = [things.get(paths?.from ?? ""), things.get(paths?.to ?? "")];
    if (paths && from && to)
      return page.fill(
        page.panel,
        pathPanel(
          from,
          to,
          paths.found.paths,
          paths.found.gap?.sentences ?? [],
          paths.shown,
          this.acts(),
        ),
      );
    const link = scene.links.find((l) => linkId(l) === this.link);
    const id = link ? link.s : state.selected;
    if (!id) return page.fill(page.panel, state.things.length ? [page.hint()] : []);
    try {
      const found = await around(id);
      if (turn !== this.panelTurn) return;
      const [s, o] = [things.get(link?.s ?? ""), things.get(link?.o ?? "")];
      if (link && s && o) {
        const group = found.groups.find(
          (g) => g.link === link.p && g.forward && g.items.some((i) => i.id === link.o),
        );
        const item = group?.items.find((i) => i.id === link.o);
        page.fill(
          page.panel,
          linkPanel(link, { s, o }, called(scene.verbs[link.p]), item, group?.basis, this.acts()),
        );
      } else page.fill(page.panel, thingPanel(found, this.state, this.acts()));
    } catch (error) {
      if (turn === this.panelTurn) page.tell(messageOf(error), true);
    }
  }

  private doings() {
    return {
      select: (id: string) => this.select(id),
      selectLink: (id: string) => {
        this.link = id;
        this.paths = undefined;
        this.draw(false);
      },
      nothing: () => this.select(""),
      expand: (id: string) => void this.expand(id),
      moved: (at: ReadonlyMap<string, Point>) => {
        const things = this.state.things.map((t) => located(t, at.get(t.id)));
        void this.show({ ...this.state, things }, { arrange: "no" });
      },
    };
  }

  private acts(): Acts {
    return {
      add: (ids) => this.add(ids),
      takeAway: (ids) => {
        const gone = hanging(this.state, this.scene.links, this.state.selected);
        const those = new Set(ids.filter((id) => gone.has(id)));
        const told = say(those.size ? "island-explore-removed" : "island-explore-held", {
          count: those.size,
        });
        void this.show(remove(this.state, those), { told });
      },
      select: (id) => this.select(id, true),
      pin: (id) =>
        void this.show(
          change(this.state, id, (t) => ({ ...t, pinned: !t.pinned })),
          {},
        ),
      hide: (id) =>
        void this.show(
          { ...change(this.state, id, (t) => ({ ...t, hidden: true })), selected: "" },
          {},
        ),
      remove: (id) => this.remove(id),
      collapse: (id) => {
        const gone = hanging(this.state, this.scene.links, id);
        const told = say(gone.size ? "island-explore-removed" : "island-explore-held", {
          count: gone.size,
        });
        void this.show(remove(this.state, gone), { told });
      },
      pathFrom: (id) => this.page.pathFrom(id),
      showPath: (path) => this.showPath(path),
    };
  }

  private choices() {
    return {
      select: (id: string) => this.select(id, true),
      remove: (id: string) => this.remove(id),
      show: (id: string) => this.add([id]),
      kind: (id: string, drawn: boolean) =>
        void this.show({ ...this.state, noKinds: toggled(this.state.noKinds, id, !drawn) }, {}),
      link: (id: string, drawn: boolean) =>
        void this.show({ ...this.state, noLinks: toggled(this.state.noLinks, id, !drawn) }, {}),
    };
  }

  select(id: string, reveal = false): void {
    this.link = "";
    this.paths = undefined;
    void this.show({ ...this.state, selected: id }, { worth: false }).then(() => {
      if (reveal && id) this.canvas?.reveal(id);
    });
  }

  /** Put something on the canvas that was searched for, and tell of it. */
  take(iri: string): void {
    const id = localOf(iri);
    if (!id) return;
    this.link = "";
    this.paths = undefined;
    const { state, left } = add(this.state, [id]);
    if (left) {
      this.page.tell(say("island-explore-full", { most: MOST }), true);
      return;
    }
    void this.show({ ...state, selected: id }, { fit: true });
  }

  private add(ids: readonly string[]): void {
    const before = this.state.things.length;
    const { state, left } = add(this.state, ids);
    const count = state.things.length - before;
    const told = left
      ? say("island-explore-full", { most: MOST })
      : count
        ? say("island-explore-added", { count })
        : "";
    void this.show(state, {
      told,
      fit: true,
      arrange: this.state.layout === "force" ? "new" : "all",
    });
  }

  private async expand(id: string): Promise<void> {
    const found = await around(id).catch(() => undefined);
    if (!found) return;
    const there = new Set(this.state.things.map((t) => t.id));
    const all = found.groups.filter((g) => g.drawn).flatMap((g) => g.items.map((i) => i.id));
    this.add([...new Set(all)].filter((x) => x && !there.has(x)).slice(0, 20));
  }

  private remove(id: string): void {
    void this.show(remove(this.state, new Set([id])), {
      told: say("island-explore-removed", { count: 1 }),
    });
  }

  async findPaths(from: string, to: string): Promise<void> {
    if (!from || !to || from === to) return this.page.tell(say("island-explore-paths-two"), true);
    this.page.busy(true);
    try {
      const found = await trace(iriOf(from), iriOf(to));
      this.paths = { from, to, found, shown: undefined };
      this.link = "";
      const first = found.paths[0];
      if (first) this.showPath(first);
      else this.draw(false);
    } catch (error) {
      this.page.tell(messageOf(error), true);
    } finally {
      this.page.busy(false);
    }
  }

  private showPath(path: TracePath): void {
    if (this.paths) this.paths = { ...this.paths, shown: path };
    this.add(path.steps.flatMap((s) => [localOf(s.start), localOf(s.end)]).filter(Boolean));
  }

  layout(name: Layout): void {
    void this.show({ ...this.state, layout: name }, { arrange: "all", fit: true });
  }

  clear(): void {
    void this.show(
      { ...EMPTY, layout: this.state.layout },
      { told: say("island-explore-cleared") },
    );
  }

  undo(): void {
    this.past.undo();
  }

  redo(): void {
    this.past.redo();
  }

  fit(): void {
    this.canvas?.fit();
  }

  zoom(by: number): void {
    this.canvas?.zoom(by);
  }

  async save(form: "svg" | "png" | "ttl"): Promise<void> {
    const drawn = this.drawn();
    if (form === "svg") {
      const text = svg(drawn, colours(this.page.stage));
      download("zhitu.svg", new Blob([text], { type: "image/svg+xml" }));
    } else if (form === "ttl")
      download("zhitu.ttl", new Blob([turtle(drawn)], { type: "text/turtle" }));
    else if (this.canvas) download("zhitu.png", await this.canvas.png());
  }

  private drawn() {
    const seen = visible(this.scene, this.state);
    const at = this.canvas?.positions() ?? new Map<string, Point>();
    const first: Thing | undefined =
      seen.things.find((t) => t.id === this.state.selected) ?? seen.things[0];
    return {
      ...seen,
      at,
      verbs: this.scene.verbs,
      lang: LANG,
      title: say("island-explore-picture", { name: first ? cut(called(first.label), 40) : "" }),
      source: `${this.page.source} · ${location.href.split("#")[0]}`,
      derived: say("island-explore-derived"),
    };
  }
}

function located(thing: Shown, at: Point | undefined): Shown {
  return at ? { ...thing, at: { x: Math.round(at.x), y: Math.round(at.y) } } : thing;
}

function toggled(list: readonly string[], id: string, there: boolean): string[] {
  const others = list.filter((x) => x !== id);
  return there ? [...others, id] : others;
}

function messageOf(error: unknown): string {
  return error instanceof Refused ? error.message : say("island-explore-failed");
}
