/** What is seen, as files: an SVG picture and the statements in Turtle. Pure. */
import { HEIGHT, lines, RADIUS, SIZE, width } from "./label";
import { type Colours, path } from "./marks";
import type { Link, Scene, Thing } from "./scene";
import type { Point } from "./state";

const ID = "https://w3id.org/zhitu/id/";
const SCHEME = "https://w3id.org/zhitu/scheme/";
const VET = "https://w3id.org/zhitu/ontology#";

export interface Drawn {
  readonly things: readonly Thing[];
  readonly links: readonly Link[];
  readonly at: ReadonlyMap<string, Point>;
  readonly verbs: Scene["verbs"];
  readonly lang: "zh" | "en";
  readonly title: string;
  readonly source: string;
  readonly derived: string;
}

/** Text inside XML. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The picture, with a title, the marks that occur in it, and where it comes from. */
export function svg(drawn: Drawn, colours: Colours): string {
  const places = drawn.things.map((t) => drawn.at.get(t.id) ?? { x: 0, y: 0 });
  const left = Math.min(0, ...places.map((p) => p.x)) - 90;
  const right = Math.max(360, ...places.map((p) => p.x)) + 90;
  const top = Math.min(0, ...places.map((p) => p.y)) - 80;
  const legend = kinds(drawn);
  const columns = Math.max(1, Math.floor((right - left - 40) / 170));
  const rows = Math.ceil((legend.length + 1) / columns);
  const foot = Math.max(0, ...places.map((p) => p.y)) + 90;
  const [w, h] = [right - left, foot + rows * 22 + 40 - top];
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${left} ${top} ${w} ${h}" font-family="${escapeXml(colours.font)}" font-size="${SIZE}">`,
    `<title>${escapeXml(drawn.title)}</title>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0.8 8,4 0,7.2z" fill="${colours.line}"/></marker></defs>`,
    `<rect x="${left}" y="${top}" width="${w}" height="${h}" fill="${colours.paper}"/>`,
    `<text x="${left + 20}" y="${top + 32}" font-size="17" font-weight="600" fill="${colours.ink}">${escapeXml(drawn.title)}</text>`,
  ];
  for (const link of drawn.links) out.push(line(link, drawn, colours));
  for (const thing of drawn.things) out.push(mark(thing, drawn, colours));
  legend.forEach(([thing, name], n) => {
    const x = left + 30 + (n % columns) * 170;
    const y = foot + Math.floor(n / columns) * 22;
    out.push(
      `<path transform="translate(${x} ${y})" d="${path(thing.kind.shape)}" fill="${colours.marks[thing.kind.colour]}"/><text x="${x + 12}" y="${y + 4}" fill="${colours.ink}">${escapeXml(name)}</text>`,
    );
  });
  if (drawn.links.some((l) => l.derived)) {
    const x = left + 22 + (legend.length % columns) * 170;
    const y = foot + Math.floor(legend.length / columns) * 22;
    out.push(
      `<path d="M${x},${y}h20" stroke="${colours.line}" stroke-width="1.4" stroke-dasharray="5 4"/><text x="${x + 26}" y="${y + 4}" fill="${colours.ink}">${escapeXml(drawn.derived)}</text>`,
    );
  }
  out.push(
    `<text x="${left + 20}" y="${top + h - 14}" font-size="11" fill="${colours.soft}">${escapeXml(drawn.source)}</text>`,
    "</svg>",
  );
  return `${out.join("\n")}\n`;
}

function kinds(drawn: Drawn): [Thing, string][] {
  const found = new Map<string, Thing>();
  for (const thing of drawn.things) if (!found.has(thing.kind.id)) found.set(thing.kind.id, thing);
  return [...found.values()].map((thing) => [thing, thing.kind[drawn.lang]]);
}

function line(link: Link, drawn: Drawn, colours: Colours): string {
  const [from, to] = [drawn.at.get(link.s), drawn.at.get(link.o)];
  if (!from || !to) return "";
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const short = RADIUS + 3;
  const n = (value: number) => Math.round(value * 10) / 10;
  const dash = link.derived ? ' stroke-dasharray="5 4"' : "";
  const verb = drawn.verbs[link.p]?.[drawn.lang] ?? "";
  return `<path d="M${n(from.x + ux * short)},${n(from.y + uy * short)} ${n(to.x - ux * short)},${n(to.y - uy * short)}" stroke="${colours.line}" stroke-width="1.4" fill="none"${dash} marker-end="url(#arrow)"><title>${escapeXml(verb)}</title></path>`;
}

function mark(thing: Thing, drawn: Drawn, colours: Colours): string {
  const { x, y } = drawn.at.get(thing.id) ?? { x: 0, y: 0 };
  const made = lines(thing.label[drawn.lang]);
  const texts = made.map(
    (text, n) => `<tspan x="${x}" y="${y + RADIUS + 16 + n * HEIGHT}">${escapeXml(text)}</tspan>`,
  );
  const wide = Math.max(0, ...made.map(width)) * SIZE;
  const ground = `<rect x="${Math.round(x - wide / 2 - 3)}" y="${y + RADIUS + 4}" width="${Math.round(wide + 6)}" height="${made.length * HEIGHT}" fill="${colours.paper}" opacity="0.8"/>`;
  return `<g><title>${escapeXml(`${thing.kind[drawn.lang]} · ${thing.label[drawn.lang]}`)}</title><path transform="translate(${x} ${y})" d="${path(thing.kind.shape, 2)}" fill="${colours.marks[thing.kind.colour]}"/>${ground}<text text-anchor="middle" fill="${colours.ink}">${texts.join("")}</text></g>`;
}

/** The statements that are seen, with the names of their ends; sorted, so the same gives the same. */
export function turtle(drawn: Pick<Drawn, "things" | "links">): string {
  const iris = new Map(drawn.things.map((t) => [t.id, t.iri]));
  const said = new Map<string, string[]>();
  for (const thing of [...drawn.things].sort((a, b) => (a.iri < b.iri ? -1 : 1))) {
    const own = [`rdfs:label ${literal(thing.label.zh, "zh")}`];
    if (thing.label.en !== thing.label.zh) own.push(`rdfs:label ${literal(thing.label.en, "en")}`);
    said.set(thing.id, own);
  }
  const ordered = drawn.links.map((l) => [l, `${node(l.p)} ${node(iris.get(l.o) ?? "")}`] as const);
  for (const [link, text] of ordered.sort((a, b) => (a[1] < b[1] ? -1 : 1)))
    if (iris.has(link.o)) said.get(link.s)?.push(text);
  const blocks = [...said].map(
    ([id, own]) => `${node(iris.get(id) ?? "")} ${own.join(" ;\n    ")} .`,
  );
  const head = [
    `@prefix vet: <${VET}> .`,
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
  ];
  return `${[head.join("\n"), ...blocks].join("\n\n")}\n`;
}

function node(iri: string): string {
  if (iri.startsWith(VET) && /^[A-Za-z]\w*$/.test(iri.slice(VET.length)))
    return `vet:${iri.slice(VET.length)}`;
  return `<${iri.replace(/[\p{Cc} <>"{}|^`\\]/gu, coded)}>`;
}

function literal(text: string, lang: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\p{Cc}/gu, coded)}"@${lang}`;
}

/** A sign by its number, as Turtle writes it. */
function coded(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The part of an IRI that is its own, as links of this page name things; blank for others. */
export function localOf(iri: string): string {
  if (iri.startsWith(ID)) return iri.slice(ID.length);
  return iri.startsWith(SCHEME) ? `scheme/${iri.slice(SCHEME.length)}` : "";
}

/** The whole IRI of such a name. */
export function iriOf(id: string): string {
  return id.startsWith("scheme/") ? SCHEME + id.slice("scheme/".length) : ID + id;
}
