/** The things that are known, the statements between them, and what of both is to be seen. */
import { MOST, type Shown, type State } from "./state";

export interface Both {
  readonly zh: string;
  readonly en: string;
}

export interface Kind {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly colour: number;
  readonly shape: string;
}

export interface Thing {
  readonly id: string;
  readonly iri: string;
  readonly label: Both;
  readonly kind: Kind;
  readonly href: string;
}

export interface Link {
  readonly s: string;
  readonly p: string;
  readonly o: string;
  readonly derived: boolean;
}

/** What the server says of the things of a canvas. */
export interface Scene {
  readonly things: readonly Thing[];
  readonly links: readonly Link[];
  readonly verbs: Readonly<Record<string, Both>>;
}

export const NOTHING: Scene = { things: [], links: [], verbs: {} };

export function linkId(link: Link): string {
  return `${link.s} ${link.p} ${link.o}`;
}

/** Add things behind those that are there; says how many found no room. */
export function add(state: State, ids: readonly string[]): { state: State; left: number } {
  const known = new Set(state.things.map((thing) => thing.id));
  const fresh = [...new Set(ids)].filter((id) => !known.has(id));
  const room = Math.max(0, MOST - state.things.length);
  const things = [...state.things, ...fresh.slice(0, room).map((id) => ({ id }))];
  return {
    state: { ...state, things: shown(things, ids) },
    left: Math.max(0, fresh.length - room),
  };
}

/** What is asked for is to be seen, even if it was hidden before. */
function shown(things: readonly Shown[], ids: readonly string[]): Shown[] {
  const asked = new Set(ids);
  return things.map((thing) => {
    if (!(thing.hidden && asked.has(thing.id))) return thing;
    const { hidden: _, ...rest } = thing;
    return rest;
  });
}

export function remove(state: State, ids: ReadonlySet<string>): State {
  return {
    ...state,
    things: state.things.filter((thing) => !ids.has(thing.id)),
    selected: ids.has(state.selected) ? "" : state.selected,
  };
}

/** Change one thing. */
export function change(state: State, id: string, how: (thing: Shown) => Shown): State {
  return { ...state, things: state.things.map((t) => (t.id === id ? how(t) : t)) };
}

/** The neighbours of a thing that nothing else on the canvas holds, and that are not pinned. */
export function hanging(state: State, links: readonly Link[], id: string): Set<string> {
  const near = neighbours(links);
  const pinned = new Set(state.things.filter((t) => t.pinned).map((t) => t.id));
  const found = new Set<string>();
  for (const other of near.get(id) ?? [])
    if (near.get(other)?.size === 1 && !pinned.has(other)) found.add(other);
  return found;
}

/** Thing -> those that a statement links with it. */
export function neighbours(links: readonly Link[]): Map<string, Set<string>> {
  const near = new Map<string, Set<string>>();
  const put = (from: string, to: string) => {
    const known = near.get(from);
    if (known) known.add(to);
    else near.set(from, new Set([to]));
  };
  for (const { s, o } of links) {
    put(s, o);
    put(o, s);
  }
  return near;
}

/** What is to be drawn: no hidden thing or kind, no hidden link, none without both its ends. */
export function visible(scene: Scene, state: State): { things: Thing[]; links: Link[] } {
  const hidden = new Set(state.things.filter((t) => t.hidden).map((t) => t.id));
  const onCanvas = new Set(state.things.map((t) => t.id));
  const [noKinds, noLinks] = [new Set(state.noKinds), new Set(state.noLinks)];
  const things = scene.things.filter(
    (t) => onCanvas.has(t.id) && !hidden.has(t.id) && !noKinds.has(t.kind.id),
  );
  const drawn = new Set(things.map((t) => t.id));
  const links = scene.links.filter((l) => drawn.has(l.s) && drawn.has(l.o) && !noLinks.has(l.p));
  return { things, links };
}

/** How many there are of each, the most frequent first. */
export function counted<T>(items: readonly T[], key: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
