/** The canvas as lists: what is on it, and which kinds of things and links are drawn. */
import { make, symbol } from "./dom";
import { path } from "./marks";
import { cut } from "./panel";
import { counted, type Scene, type Thing } from "./scene";
import type { State } from "./state";
import { called, say } from "./words";

export interface Choices {
  readonly select: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly show: (id: string) => void;
  readonly kind: (id: string, drawn: boolean) => void;
  readonly link: (id: string, drawn: boolean) => void;
}

/** Every thing on the canvas as a button; arrows move between them, Delete takes one away. */
export function thingList(scene: Scene, state: State, choices: Choices): Node[] {
  const known = new Map(scene.things.map((t) => [t.id, t]));
  const rows = state.things
    .flatMap((shown) => {
      const thing = known.get(shown.id);
      return thing ? [{ shown, thing }] : [];
    })
    .sort((a, b) => order(a.thing, b.thing));
  const kinds = new Set(state.noKinds);
  const current = rows.some((r) => r.thing.id === state.selected)
    ? state.selected
    : rows[0]?.thing.id;
  const list = make("ul", { class: "things", "aria-labelledby": "things-title" });
  let before = "";
  for (const { shown, thing } of rows) {
    if (thing.kind.id !== before)
      list.append(make("li", { class: "kindname" }, called(thing.kind)));
    before = thing.kind.id;
    const off = shown.hidden || kinds.has(thing.kind.id);
    list.append(
      make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            class: `thing${off ? " off" : ""}`,
            "data-key": `thing-${thing.id}`,
            "data-id": thing.id,
            tabindex: thing.id === current ? "0" : "-1",
            "aria-current": thing.id === state.selected ? "true" : undefined,
            onclick: () => choices.select(thing.id),
          },
          symbol(path(thing.kind.shape), thing.kind.colour),
          make(
            "span",
            {},
            cut(called(thing.label), 80),
            off && make("span", { class: "soft" }, ` ${say("island-explore-hidden")}`),
          ),
        ),
        shown.hidden &&
          make(
            "button",
            {
              type: "button",
              class: "quiet small",
              "data-key": `show-${thing.id}`,
              onclick: () => choices.show(thing.id),
            },
            say("island-explore-show"),
          ),
      ),
    );
  }
  list.addEventListener("keydown", (event) => walk(list, event, choices));
  return [list];
}

function walk(list: HTMLElement, event: KeyboardEvent, choices: Choices): void {
  const buttons = [...list.querySelectorAll<HTMLButtonElement>("button.thing")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const to = steps[event.key];
  if (to !== undefined) {
    event.preventDefault();
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, to))];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next?.focus();
  } else if (event.key === "Delete") {
    event.preventDefault();
    choices.remove(buttons[at]?.dataset.id ?? "");
  }
}

function order(a: Thing, b: Thing): number {
  const kinds = called(a.kind).localeCompare(called(b.kind), undefined);
  return kinds || called(a.label).localeCompare(called(b.label)) || (a.id < b.id ? -1 : 1);
}

/** Boxes to tick: kinds of things with their marks, and kinds of links. */
export function filters(scene: Scene, state: State, choices: Choices): Node[] {
  const there = new Set(state.things.map((t) => t.id));
  const things = scene.things.filter((t) => there.has(t.id));
  const links = scene.links.filter((l) => there.has(l.s) && there.has(l.o));
  const kinds = new Map(things.map((t) => [t.kind.id, t.kind]));
  const box = (
    key: string,
    drawn: boolean,
    change: (on: boolean) => void,
    ...label: (Node | string)[]
  ) => make("li", {}, make("label", {}, tick(key, drawn, change), ...label));
  const kindBoxes = counted(things, (t) => t.kind.id).map(([id, count]) => {
    const kind = kinds.get(id);
    return kind
      ? box(
          `kind-${id}`,
          !state.noKinds.includes(id),
          (on) => choices.kind(id, on),
          symbol(path(kind.shape), kind.colour),
          called(kind),
          number(count),
        )
      : "";
  });
  const linkBoxes = counted(links, (l) => l.p).map(([id, count]) =>
    box(
      `link-${id}`,
      !state.noLinks.includes(id),
      (on) => choices.link(id, on),
      called(scene.verbs[id]),
      number(count),
    ),
  );
  return [
    make("h3", { id: "kinds-title" }, say("island-explore-kinds")),
    make(
      "ul",
      { class: "ticks", "aria-labelledby": "kinds-title" },
      ...kindBoxes.filter((x) => x !== ""),
    ),
    ...(linkBoxes.length
      ? [
          make("h3", { id: "links-title" }, say("island-explore-links")),
          make("ul", { class: "ticks", "aria-labelledby": "links-title" }, ...linkBoxes),
          make("p", { class: "soft" }, say("island-explore-lines")),
        ]
      : []),
  ];
}

function tick(key: string, drawn: boolean, change: (on: boolean) => void): HTMLInputElement {
  const input = make("input", { type: "checkbox", "data-key": key });
  input.checked = drawn;
  input.addEventListener("change", () => change(input.checked));
  return input;
}

function number(count: number): Node {
  return make("span", { class: "count" }, String(count));
}
