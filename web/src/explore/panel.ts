/** The panel beside the canvas: a thing, a statement, or the paths between two things. */
import type { Around, Group, Item, PlaceRef, TracePath } from "./api";
import { make, symbol } from "./dom";
import { path } from "./marks";
import type { Link, Thing } from "./scene";
import type { State } from "./state";
import { called, say } from "./words";

/** Things that one press puts on the canvas, and facts that are listed at once. */
export const STEP = 20;

export interface Acts {
  readonly add: (ids: readonly string[], around: string) => void;
  readonly takeAway: (ids: readonly string[]) => void;
  readonly select: (id: string) => void;
  readonly pin: (id: string) => void;
  readonly hide: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly collapse: (id: string) => void;
  readonly pathFrom: (id: string) => void;
  readonly showPath: (path: TracePath) => void;
}

/** Everything about a thing. */
export function thingPanel(found: Around, state: State, acts: Acts): Node[] {
  const { thing } = found;
  const own = state.things.find((t) => t.id === thing.id);
  const there = new Set(state.things.map((t) => t.id));
  const names = found.names.filter((n) => n.text !== called(thing.label));
  return [
    make(
      "h2",
      { id: "panel-title", tabindex: "-1" },
      symbol(path(thing.kind.shape), thing.kind.colour),
      cut(called(thing.label), 120),
    ),
    make("p", { class: "kinds" }, found.kinds.map((k) => k.text).join(" · ") || called(thing.kind)),
    make(
      "div",
      { class: "tools" },
      make("a", { class: "button", href: thing.href }, say("island-explore-page")),
      act(
        "pin",
        say(own?.pinned ? "island-explore-unpin" : "island-explore-pin"),
        () => acts.pin(thing.id),
        own?.pinned,
      ),
      act("hide", say("island-explore-hide"), () => acts.hide(thing.id)),
      act("collapse", say("island-explore-collapse"), () => acts.collapse(thing.id)),
      act("remove", say("island-explore-remove"), () => acts.remove(thing.id)),
      act("path", say("island-explore-path-from-here"), () => acts.pathFrom(thing.id)),
    ),
    ...expanding(found, there, acts),
    make("h3", {}, say("island-explore-facts")),
    ...(found.cut ? [make("p", { class: "note" }, say("island-explore-cut"))] : []),
    ...(names.length
      ? [
          fold("names", say("island-explore-names"), names.length, false, () => [
            make(
              "ul",
              {},
              ...names.map((n) =>
                make("li", {}, make("span", { lang: "zh" }, n.text), ...places(n.places)),
              ),
            ),
          ]),
        ]
      : []),
    ...found.groups.map((g, n) => facts(g, n, there, thing.id, acts)),
  ];
}

/** One press for each kind of link: puts on the canvas what it leads to, or takes it away again. */
function expanding(found: Around, there: ReadonlySet<string>, acts: Acts): Node[] {
  const drawn = once(found.groups.filter((g) => g.drawn));
  if (!drawn.length) return [make("p", { class: "soft" }, say("island-explore-no-links"))];
  const waiting = [...new Set(drawn.flatMap(ends))].filter((id) => !there.has(id));
  const chips = drawn.map((group, n) => {
    const all = ends(group);
    const missing = all.filter((id) => !there.has(id));
    const full = missing.length === 0;
    const shown = all.length - missing.length;
    const count = shown && !full ? `${shown}/${group.count}` : String(group.count);
    return make(
      "li",
      {},
      make(
        "button",
        {
          type: "button",
          class: `chip${full ? " full" : ""}${group.basis === "rule" ? " derived" : ""}`,
          "aria-pressed": full ? "true" : "false",
          "data-key": `chip-${n}`,
          title: group.basis === "rule" ? say("island-explore-derived") : undefined,
          onclick: () =>
            full ? acts.takeAway(all) : acts.add(missing.slice(0, STEP), found.thing.id),
        },
        `${group.title} `,
        make("b", {}, count),
      ),
    );
  });
  const next = Math.min(STEP, waiting.length);
  const key =
    waiting.length < new Set(drawn.flatMap(ends)).size
      ? "island-explore-more"
      : "island-explore-all";
  return [
    make("h3", { id: "expand-title" }, say("island-explore-expand")),
    make("ul", { class: "expand", "aria-labelledby": "expand-title" }, ...chips),
    waiting.length
      ? make(
          "button",
          {
            type: "button",
            class: "quiet",
            "data-key": "all",
            onclick: () => acts.add(waiting.slice(0, STEP), found.thing.id),
          },
          say(key, { count: next, all: waiting.length }),
        )
      : make("p", { class: "soft" }, say("island-explore-all-there")),
  ];
}

/** Without those that a property of both directions gives a second time. */
function once(groups: readonly Group[]): Group[] {
  return groups.filter((group, n) => {
    const own = ends(group);
    return !groups.slice(0, n).some((before) => {
      const known = new Set(ends(before));
      return before.link === group.link && own.every((id) => known.has(id));
    });
  });
}

function ends(group: Group): string[] {
  return [...new Set(group.items.map((i) => i.id).filter(Boolean))];
}

/** The facts of one property, with their places; those behind the first twenty on demand. */
function facts(
  group: Group,
  n: number,
  there: ReadonlySet<string>,
  from: string,
  acts: Acts,
): Node {
  const mark =
    group.basis === "rule"
      ? say("island-explore-derived")
      : group.basis === "own"
        ? say("island-explore-own")
        : "";
  return fold(
    `facts-${n}`,
    group.title,
    group.count,
    n < 2,
    () => {
      const list = make("ul");
      const more = make("button", { type: "button", class: "quiet", "data-key": `more-${n}` });
      let shown = 0;
      const show = () => {
        list.append(
          ...group.items.slice(shown, shown + STEP).map((i) => fact(i, there, from, acts)),
        );
        shown = Math.min(group.items.length, shown + STEP);
        more.textContent = say("island-explore-show-more", {
          count: Math.min(STEP, group.items.length - shown),
        });
        more.hidden = shown >= group.items.length;
      };
      more.addEventListener("click", show);
      show();
      const rest = group.count - group.items.length;
      return [
        list,
        more,
        ...(rest > 0
          ? [make("p", { class: "soft" }, say("island-explore-rest", { count: rest }))]
          : []),
      ];
    },
    mark,
  );
}

function fact(item: Item, there: ReadonlySet<string>, from: string, acts: Acts): Node {
  const text = cut(item.text, 300);
  const lang = item.lang || undefined;
  const onCanvas = there.has(item.id);
  return make(
    "li",
    {},
    item.id
      ? make(
          "button",
          {
            type: "button",
            class: `textual${onCanvas ? "" : " new"}`,
            lang,
            "data-key": `fact-${item.id}`,
            title: say(onCanvas ? "island-explore-go" : "island-explore-add"),
            onclick: () => (onCanvas ? acts.select(item.id) : acts.add([item.id], from)),
          },
          text,
        )
      : item.href
        ? make("a", { href: item.href, lang }, text)
        : make("span", { lang }, text),
    ...places(item.places),
    item.why && make("a", { class: "place rule", href: item.why }, say("island-explore-why")),
    ...item.notes.map((note) =>
      make("span", { class: "infer", lang: "zh" }, say("island-explore-inferred", { note })),
    ),
  );
}

/** A statement: who says it, and where it is printed. */
export function linkPanel(
  link: Link,
  ends: { s: Thing; o: Thing },
  verb: string,
  found: Item | undefined,
  basis: Group["basis"] | undefined,
  acts: Acts,
): Node[] {
  const end = (thing: Thing) =>
    make(
      "button",
      {
        type: "button",
        class: "textual",
        "data-key": `end-${thing.id}`,
        onclick: () => acts.select(thing.id),
      },
      cut(called(thing.label), 120),
    );
  const kind =
    basis === "own"
      ? "island-explore-statement-own"
      : link.derived
        ? "island-explore-statement-derived"
        : "island-explore-statement-stated";
  return [
    make("h2", { id: "panel-title", tabindex: "-1" }, say("island-explore-statement")),
    make(
      "p",
      { class: "statement" },
      end(ends.s),
      make("span", { class: "verb" }, ` → ${verb} → `),
      end(ends.o),
    ),
    make("p", {}, say(kind)),
    ...(found?.places.length
      ? [make("h3", {}, say("island-explore-places")), make("p", {}, ...places(found.places))]
      : []),
    ...(found?.why
      ? [
          make(
            "p",
            {},
            make("a", { class: "place rule", href: found.why }, say("island-explore-why")),
          ),
        ]
      : []),
    ...(found?.notes ?? []).map((note) =>
      make("p", { class: "infer", lang: "zh" }, say("island-explore-inferred", { note })),
    ),
  ];
}

/** Paths in sentences; each can be put on the canvas. */
export function pathPanel(
  from: Thing,
  to: Thing,
  paths: readonly TracePath[],
  gap: readonly string[],
  shown: TracePath | undefined,
  acts: Acts,
): Node[] {
  const names = { start: cut(called(from.label), 60), end: cut(called(to.label), 60) };
  return [
    make("h2", { id: "panel-title", tabindex: "-1" }, say("island-explore-paths-title", names)),
    ...(paths.length
      ? [make("p", { class: "soft" }, say("island-explore-paths-found", { count: paths.length }))]
      : (gap.length ? gap : [say("island-explore-paths-none")]).map((line) => make("p", {}, line))),
    ...paths.map((found, n) =>
      make(
        "section",
        {
          class: "onepath",
          "aria-label": say("island-explore-path-number", { number: n + 1, steps: found.hops }),
        },
        make(
          "button",
          {
            type: "button",
            class: `chip${found === shown ? " full" : ""}`,
            "aria-pressed": found === shown ? "true" : "false",
            "data-key": `path-${n}`,
            onclick: () => acts.showPath(found),
          },
          say("island-explore-path-number", { number: n + 1, steps: found.hops }),
        ),
        make(
          "ol",
          {},
          ...found.sentences.map((told) =>
            make(
              "li",
              {},
              `${told.sentence} `,
              told.derived && make("span", { class: "place rule" }, say("island-explore-derived")),
              ...told.graphs.map((graph, at) =>
                place({ text: told.places[at] ?? "", href: pathOf(graph), kind: "passage" }),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}

function pathOf(graph: string): string {
  return graph.startsWith("https://w3id.org/zhitu/")
    ? graph.slice("https://w3id.org/zhitu".length)
    : "";
}

function fold(
  key: string,
  title: string,
  count: number,
  open: boolean,
  content: () => Node[],
  mark = "",
): HTMLDetailsElement {
  const details = make(
    "details",
    { class: "fold", "data-fold": `${key} ${title}` },
    make(
      "summary",
      { "data-key": `fold-${key}` },
      `${title} `,
      make("span", { class: "count" }, String(count)),
      mark && make("span", { class: "place rule" }, mark),
    ),
  );
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(...content());
  };
  details.addEventListener("toggle", fill);
  details.open = open;
  fill();
  return details;
}

function places(found: readonly PlaceRef[]): Node[] {
  return found.length ? [make("span", { class: "places" }, ...found.map(place))] : [];
}

function place(ref: PlaceRef): Node {
  return ref.href
    ? make("a", { class: `place ${ref.kind}`, href: ref.href }, ref.text)
    : make("span", { class: `place ${ref.kind}` }, ref.text);
}

function act(key: string, text: string, doing: () => void, pressed?: boolean): Node {
  return make(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": key,
      "aria-pressed": pressed === undefined ? undefined : String(pressed),
      onclick: doing,
    },
    text,
  );
}

export function cut(text: string, most: number): string {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most).join("")}…` : text;
}
