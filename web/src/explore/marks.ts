/** The shapes of the marks: the same corners and colours as in exported pictures. */

/** Corners about the origin, some 11 units wide; a circle has none. */
export const CORNERS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  circle: [],
  cross: [
    [-5, -2],
    [-2, -2],
    [-2, -5],
    [2, -5],
    [2, -2],
    [5, -2],
    [5, 2],
    [2, 2],
    [2, 5],
    [-2, 5],
    [-2, 2],
    [-5, 2],
  ],
  diamond: [
    [0, -6],
    [6, 0],
    [0, 6],
    [-6, 0],
  ],
  down: [
    [0, 5.5],
    [5.5, -4.5],
    [-5.5, -4.5],
  ],
  hexagon: [
    [-5.5, 0],
    [-2.8, -5],
    [2.8, -5],
    [5.5, 0],
    [2.8, 5],
    [-2.8, 5],
  ],
  square: [
    [-4.5, -4.5],
    [4.5, -4.5],
    [4.5, 4.5],
    [-4.5, 4.5],
  ],
  up: [
    [0, -5.5],
    [5.5, 4.5],
    [-5.5, 4.5],
  ],
};

/** A shape as an SVG path; one that is not known is a circle. */
export function path(shape: string, scale = 1): string {
  const corners = CORNERS[shape] ?? [];
  const at = (n: number) => Math.round(n * scale * 100) / 100;
  if (!corners.length)
    return `M${at(-5)} 0a${at(5)} ${at(5)} 0 1 1 ${at(10)} 0a${at(5)} ${at(5)} 0 1 1 ${at(-10)} 0z`;
  return `M${corners.map(([x, y]) => `${at(x)},${at(y)}`).join(" ")}z`;
}

/** Columns of the layered picture from the left, as in exported ones: partners, schools, industries. */
const LAYERS: readonly (readonly string[])[] = [
  ["Country", "Region", "Place"],
  [
    "Enterprise",
    "University",
    "GovernmentBody",
    "Association",
    "Consortium",
    "Organisation",
    "UnidentifiedParty",
  ],
  ["Unit", "Facility", "Cooperation", "Event", "Project"],
  ["School", "SchoolGroup"],
  ["ProgrammeCluster", "HonourConferral", "Prize"],
  ["CoreProgramme", "Programme", "HonourTitle", "Competition"],
  ["IndustryTerm", "ChainCell"],
  ["scheme/industry"],
];

/** The column of a kind; what has none stands behind all others. */
export function layerOf(kind: string): number {
  const found = LAYERS.findIndex((layer) => layer.includes(kind));
  return found < 0 ? LAYERS.length : found;
}

export interface Colours {
  readonly marks: readonly string[];
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly paper: string;
  readonly lit: string;
  readonly font: string;
}

/** The colours that the style sheet gives at the moment, for what is not drawn by it. */
export function colours(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim() || "#888";
  return {
    marks: Array.from({ length: 9 }, (_, n) => of(`c${n}`)),
    ink: of("ink"),
    soft: of("soft"),
    line: of("edge"),
    paper: of("paper"),
    lit: of("lit"),
    font: style.fontFamily,
  };
}
