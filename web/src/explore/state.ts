/**
 * What a canvas shows, and the link that says so.
 *
 * The link is the part of the address behind `#`, which a browser sends to nobody:
 * `t=school/a@10,-20@p;industry/b&k=Country&l=worksWith&s=school/a&y=force`.
 */

export const LAYOUTS = ["force", "layers", "rings"] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A thing on the canvas; `id` is the part of its IRI that is its own. */
export interface Shown {
  readonly id: string;
  readonly at?: Point;
  readonly pinned?: boolean;
  readonly hidden?: boolean;
}

export interface State {
  readonly things: readonly Shown[];
  /** Kinds of things and properties that are not drawn. */
  readonly noKinds: readonly string[];
  readonly noLinks: readonly string[];
  /** The thing that the panel tells of; blank for none. */
  readonly selected: string;
  readonly layout: Layout;
}

export const EMPTY: State = {
  things: [],
  noKinds: [],
  noLinks: [],
  selected: "",
  layout: "force",
};

/** Things on one canvas; the server takes no more either. */
export const MOST = 400;
const FAR = 100_000;
const VET = "https://w3id.org/zhitu/ontology#";

/** The link of a state, without `#`; blank for an empty canvas. */
export function encode(state: State): string {
  const parts: string[] = [];
  if (state.things.length) parts.push(`t=${state.things.map(encodeThing).join(";")}`);
  if (state.noKinds.length) parts.push(`k=${state.noKinds.map(escaped).join(";")}`);
  if (state.noLinks.length) parts.push(`l=${state.noLinks.map(short).map(escaped).join(";")}`);
  if (state.selected) parts.push(`s=${escaped(state.selected)}`);
  if (state.layout !== "force") parts.push(`y=${state.layout}`);
  return parts.join("&");
}

/** The state of a link; what cannot be read in it is left out. */
export function decode(link: string): State {
  const found = new Map<string, string>();
  for (const part of link.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) found.set(part.slice(0, at), part.slice(at + 1));
  }
  const listed = (key: string) => (found.get(key) ?? "").split(";").filter(Boolean);
  const things = new Map<string, Shown>();
  for (const text of listed("t")) {
    const thing = decodeThing(text);
    if (thing && things.size < MOST) things.set(thing.id, thing);
  }
  const selected = unescaped(found.get("s") ?? "") ?? "";
  const layout = LAYOUTS.find((name) => name === found.get("y")) ?? "force";
  return {
    things: [...things.values()],
    noKinds: unique(listed("k").map(unescaped)),
    noLinks: unique(listed("l").map(unescaped)).map(long),
    selected: things.has(selected) ? selected : "",
    layout,
  };
}

function encodeThing(thing: Shown): string {
  const flags = `${thing.pinned ? "p" : ""}${thing.hidden ? "h" : ""}`;
  const at = thing.at ? `${Math.round(thing.at.x)},${Math.round(thing.at.y)}` : "";
  return [escaped(thing.id), at, flags].join("@").replace(/@+$/, "");
}

function decodeThing(text: string): Shown | undefined {
  const [name = "", place = "", flags = ""] = text.split("@");
  const id = unescaped(name);
  if (!id) return undefined;
  const numbers = /^(-?\d{1,6}),(-?\d{1,6})$/.exec(place);
  const [x, y] = [Number(numbers?.[1]), Number(numbers?.[2])];
  return {
    id,
    ...(numbers && Math.abs(x) <= FAR && Math.abs(y) <= FAR ? { at: { x, y } } : {}),
    ...(flags.includes("p") ? { pinned: true } : {}),
    ...(flags.includes("h") ? { hidden: true } : {}),
  };
}

function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text): text is string => Boolean(text)))];
}

function short(property: string): string {
  return property.startsWith(VET) ? property.slice(VET.length) : property;
}

function long(property: string): string {
  return property.includes(":") ? property : VET + property;
}
