/** Labels of the canvas: broken into a few short lines, so that they stand beside each other. */

/** Width of a line and number of lines, in signs of Chinese. */
export const LINE = 9;
export const LINES = 3;
/** Size of the letters and height of a line, in units of the canvas. */
export const SIZE = 12;
export const HEIGHT = 15;
/** Half the size of a mark. */
export const RADIUS = 11;

const WIDE = /[\u1100-\u11ff\u2e80-\uffef\u{1f000}-\u{3ffff}]/u;
/** What may not begin a line. */
const CLOSING = /^[，。、；：！？）》」』”’】,.;:!?)\]]$/;

/** Width in signs of Chinese. */
export function width(text: string): number {
  let sum = 0;
  for (const sign of text) sum += WIDE.test(sign) ? 1 : 0.55;
  return sum;
}

/** The lines of a label, of like width; one that is too long ends in an ellipsis. */
export function lines(label: string): string[] {
  const text = label.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  const pieces = (text.match(/[\w'’.-]+ ?|./gsu) ?? []).flatMap(cut);
  for (
    let most = Math.min(LINE, width(text) / Math.ceil(width(text) / LINE));
    most < LINE;
    most += 0.5
  ) {
    const made = broken(pieces, most);
    if (made.length <= Math.ceil(width(text) / LINE)) return trimmed(made);
  }
  return trimmed(broken(pieces, LINE));
}

/** Pieces in lines that are at most so wide. */
function broken(pieces: readonly string[], most: number): string[] {
  const made: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line && width(line + piece.trimEnd()) > most + 0.01 && !CLOSING.test(piece)) {
      made.push(line.trimEnd());
      line = "";
    }
    line += line ? piece : piece.trimStart();
  }
  if (line.trim()) made.push(line.trimEnd());
  return made;
}

function trimmed(made: readonly string[]): string[] {
  if (made.length <= LINES) return [...made];
  const last = [...(made[LINES - 1] ?? "")].slice(0, -1).join("");
  return [...made.slice(0, LINES - 1), `${last}…`];
}

/** A word that fits no line, in pieces that do. */
function cut(word: string): string[] {
  if (width(word) <= LINE) return [word];
  const most = Math.floor(LINE / 0.55);
  const signs = [...word];
  const pieces: string[] = [];
  for (let at = 0; at < signs.length; at += most) pieces.push(signs.slice(at, at + most).join(""));
  return pieces;
}

/** Width and height that a mark takes together with its label. */
export function box(label: string): { w: number; h: number } {
  const made = lines(label);
  const longest = Math.max(2, ...made.map(width));
  return { w: longest * SIZE + 10, h: 2 * RADIUS + made.length * HEIGHT + 10 };
}
