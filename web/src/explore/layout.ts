/**
 * Where things stand. Pure and without chance: the same things give the same picture.
 *
 * Boxes are those of a mark with its label; the mark is at the top of its box, and a position is
 * that of the mark.
 */
import type { Layout, Point } from "./state";

export interface Box {
  readonly id: string;
  readonly w: number;
  readonly h: number;
  /** Where it stood before; none for a thing that is new. */
  readonly at?: Point;
  /** It stays where it is. */
  readonly fixed?: boolean;
  /** Column of the layers, from the left. */
  readonly layer: number;
}

export interface Pair {
  readonly s: string;
  readonly o: string;
}

interface Body {
  readonly box: Box;
  x: number;
  y: number;
}

const SPRING = 105;
const REPULSION = 125_000;
/** The golden angle: points at its multiples never fall upon each other. */
const TURN = 2.399963;
const MARK = 16;

/** A place for each thing. */
export function arrange(
  how: Layout,
  boxes: readonly Box[],
  pairs: readonly Pair[],
  root: string,
): Map<string, Point> {
  const made =
    how === "layers"
      ? layers(boxes, pairs)
      : how === "rings"
        ? rings(boxes, pairs, root)
        : force(boxes, pairs);
  return new Map(made.map((b) => [b.box.id, { x: Math.round(b.x), y: Math.round(b.y) }]));
}

/** Linked things attract each other, all repel each other; no label lies upon another. */
function force(boxes: readonly Box[], pairs: readonly Pair[]): Body[] {
  const bodies = placed(boxes, pairs);
  const at = new Map(bodies.map((b) => [b.box.id, b]));
  const springs = distinct(pairs).flatMap(({ s, o }) => {
    const [a, b] = [at.get(s), at.get(o)];
    return a && b ? [[a, b] as const] : [];
  });
  const rounds = bodies.length > 150 ? 120 : 300;
  for (let round = 0; round < rounds; round++) {
    const most = 30 * (1 - round / rounds) + 1;
    const push = new Map(bodies.map((b) => [b, { x: -b.x * 0.012, y: -b.y * 0.018 }]));
    for (let i = 0; i < bodies.length; i++)
      for (let j = i + 1; j < bodies.length; j++) repel(bodies[i] as Body, bodies[j] as Body, push);
    for (const [a, b] of springs) attract(a, b, push);
    for (const [body, by] of push) {
      const size = Math.hypot(by.x, by.y);
      if (body.box.fixed || size === 0) continue;
      body.x += (by.x / size) * Math.min(size, most);
      body.y += (by.y / size) * Math.min(size, most);
    }
  }
  return apart(bodies);
}

type Push = Map<Body, { x: number; y: number }>;

function repel(a: Body, b: Body, push: Push): void {
  // Labels are wider than tall.
  const [dx, dy] = [(a.x - b.x) * 1.25, a.y - b.y];
  const distance = Math.max(12, Math.hypot(dx, dy));
  const strength = REPULSION / distance ** 3;
  shift(push, a, dx * strength, dy * strength);
  shift(push, b, -dx * strength, -dy * strength);
}

function attract(a: Body, b: Body, push: Push): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const strength = (Math.hypot(dx, dy) / SPRING) * 0.09;
  shift(push, a, dx * strength, dy * strength);
  shift(push, b, -dx * strength, -dy * strength);
}

function shift(push: Push, body: Body, x: number, y: number): void {
  const known = push.get(body);
  if (known) {
    known.x += x;
    known.y += y;
  }
}

/** Where things begin: where they were, or on a spiral about the first neighbour that has a place. */
function placed(boxes: readonly Box[], pairs: readonly Pair[]): Body[] {
  const near = new Map<string, string[]>();
  for (const { s, o } of pairs) {
    near.set(s, [...(near.get(s) ?? []), o]);
    near.set(o, [...(near.get(o) ?? []), s]);
  }
  const known = new Map<string, Body>();
  for (const box of boxes) if (box.at) known.set(box.id, { box, ...box.at });
  let turn = 0;
  for (const box of boxes) {
    if (box.at) continue;
    const anchor = (near.get(box.id) ?? []).map((id) => known.get(id)).find((b) => b);
    turn += 1;
    const reach = turn === 1 && !anchor ? 0 : SPRING * (0.7 + 0.06 * turn);
    const [x, y] = [anchor?.x ?? 0, anchor?.y ?? 0];
    const body = {
      box,
      x: x + reach * Math.cos(turn * TURN),
      y: y + reach * Math.sin(turn * TURN),
    };
    known.set(box.id, body);
  }
  return boxes.map((box) => known.get(box.id) as Body);
}

/** Push boxes apart that overlap, each pair by the shorter way. */
function apart(bodies: Body[]): Body[] {
  for (let round = 0; round < 80; round++) {
    let moved = false;
    for (let i = 0; i < bodies.length; i++)
      for (let j = i + 1; j < bodies.length; j++)
        moved = part(bodies[i] as Body, bodies[j] as Body) || moved;
    if (!moved) break;
  }
  return bodies;
}

function part(a: Body, b: Body): boolean {
  const [ay, by] = [middle(a), middle(b)];
  const over = (a.box.w + b.box.w) / 2 - Math.abs(a.x - b.x);
  const above = (a.box.h + b.box.h) / 2 - Math.abs(ay - by);
  if (over <= 0.5 || above <= 0.5 || (a.box.fixed && b.box.fixed)) return false;
  const sideways = over < above;
  const way = (sideways ? a.x <= b.x : ay <= by) ? -1 : 1;
  const step = (sideways ? over : above) * (a.box.fixed || b.box.fixed ? 1 : 0.5) * way;
  for (const [body, sign] of [
    [a, 1],
    [b, -1],
  ] as const) {
    if (body.box.fixed) continue;
    if (sideways) body.x += step * sign;
    else body.y += step * sign;
  }
  return true;
}

function middle(body: Body): number {
  return body.y - MARK + body.box.h / 2;
}

/** A column for each layer; within it things stand near what they are linked with. */
function layers(boxes: readonly Box[], pairs: readonly Pair[]): Body[] {
  const columns = [...new Set(boxes.map((b) => b.layer))].sort((a, b) => a - b);
  const groups = columns.map((n) => boxes.filter((b) => b.layer === n));
  const rank = new Map<string, number>();
  const number = () => {
    for (const group of groups)
      group.forEach((b, n) => {
        rank.set(b.id, n - (group.length - 1) / 2);
      });
  };
  number();
  const near = new Map<string, string[]>();
  for (const { s, o } of distinct(pairs)) {
    near.set(s, [...(near.get(s) ?? []), o]);
    near.set(o, [...(near.get(o) ?? []), s]);
  }
  for (let sweep = 0; sweep < 12; sweep++) {
    for (const group of groups) {
      const mean = new Map(
        group.map((b) => {
          const others = (near.get(b.id) ?? []).map((id) => rank.get(id) ?? 0);
          const sum = others.reduce((total, n) => total + n, 0);
          return [b.id, others.length ? sum / others.length : (rank.get(b.id) ?? 0)];
        }),
      );
      group.sort((a, b) => (mean.get(a.id) ?? 0) - (mean.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
    }
    number();
  }
  const made: Body[] = [];
  let left = 0;
  for (const group of groups) {
    const rows = Math.max(1, Math.ceil(group.length / Math.ceil(group.length / 14)));
    for (let first = 0; first < group.length; first += rows) {
      const column = group.slice(first, first + rows);
      const wide = Math.max(...column.map((b) => b.w));
      const tall = column.reduce((sum, b) => sum + b.h + 8, 0);
      let top = -tall / 2;
      for (const box of column) {
        made.push({ box, x: left + wide / 2, y: top + MARK });
        top += box.h + 8;
      }
      left += wide + 24;
    }
    left += 76;
  }
  for (const body of made) body.x -= left / 2;
  return keep(made);
}

/** Rings about one thing, by the number of steps that lead to it. */
function rings(boxes: readonly Box[], pairs: readonly Pair[], root: string): Body[] {
  const steps = distances(boxes, pairs, root);
  const made: Body[] = [];
  let radius = 0;
  for (const step of [...new Set(steps.values())].sort((a, b) => a - b)) {
    const ring = boxes.filter((b) => steps.get(b.id) === step);
    const around = ring.reduce((sum, b) => sum + Math.hypot(b.w, b.h) * 0.82, 0);
    radius = step === 0 && ring.length === 1 ? 0 : Math.max(radius + 120, around / (2 * Math.PI));
    ring.forEach((box, n) => {
      const angle = (2 * Math.PI * n) / ring.length - Math.PI / 2;
      made.push({ box, x: radius * Math.cos(angle) * 1.2, y: radius * Math.sin(angle) });
    });
  }
  return apart(keep(made));
}

/** Steps from the root; what cannot be reached stands outside of all. */
function distances(
  boxes: readonly Box[],
  pairs: readonly Pair[],
  root: string,
): Map<string, number> {
  const found = new Map<string, number>();
  const first = boxes.some((b) => b.id === root) ? root : boxes[0]?.id;
  if (first === undefined) return found;
  found.set(first, 0);
  const known = new Set(boxes.map((b) => b.id));
  for (let step = 1, edge = [first]; edge.length; step++) {
    const next: string[] = [];
    for (const { s, o } of pairs)
      for (const [from, to] of [
        [s, o],
        [o, s],
      ] as const)
        if (edge.includes(from) && known.has(to) && !found.has(to)) {
          found.set(to, step);
          next.push(to);
        }
    edge = next;
  }
  const outside = Math.max(...found.values()) + 1;
  for (const box of boxes) if (!found.has(box.id)) found.set(box.id, outside);
  return found;
}

/** What is pinned stays where it was. */
function keep(bodies: Body[]): Body[] {
  for (const body of bodies) if (body.box.fixed && body.box.at) Object.assign(body, body.box.at);
  return bodies;
}

function distinct(pairs: readonly Pair[]): Pair[] {
  const found = new Map<string, Pair>();
  for (const pair of pairs) {
    const key = pair.s < pair.o ? `${pair.s} ${pair.o}` : `${pair.o} ${pair.s}`;
    found.set(key, pair);
  }
  return [...found.values()];
}
