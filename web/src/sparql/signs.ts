/** The signs of a query, read as far as an editor needs: it is seldom finished. */
export interface Sign {
  readonly kind:
    | "iri"
    | "string"
    | "open"
    | "comment"
    | "variable"
    | "language"
    | "name"
    | "word"
    | "number"
    | "other";
  readonly text: string;
  readonly from: number;
}

// As `graph_builder.graph.sparql_text` reads them; `open` is a string without an end.
const SIGN = new RegExp(
  [
    String.raw`(?<iri><[^<>"{}|^\x60\\\s]*>)`,
    String.raw`(?<string>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`,
    String.raw`(?<open>"""[^]*$|'''[^]*$|["'][^\n]*)`,
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`,
    "(?<language>@[A-Za-z0-9-]+)",
    String.raw`(?<name>[\p{L}\p{N}_.-]{0,99}:(?:[\p{L}\p{N}_:%-]|\\.)*)`,
    String.raw`(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<other>\S)`,
  ].join("|"),
  "gsu",
);

/** The signs of a text, in order; blanks are left out, comments are not. */
export function signs(text: string): Sign[] {
  const found: Sign[] = [];
  for (const match of text.matchAll(SIGN)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    found.push({ kind: kind as Sign["kind"], text: match[0], from: match.index });
  }
  return found;
}

/** Where a line and a character of it, both from 1, stand in a text; characters as people count. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const characters = Array.from(lines[line - 1] ?? "").slice(0, Math.max(0, column - 1));
  return Math.min(before + characters.join("").length, text.length);
}
