/** Where in a query somebody is writing, and what the query says of its variables. */
import { type Sign, signs } from "./signs";

export type Place =
  | "start"
  | "prefix"
  | "select"
  | "subject"
  | "predicate"
  | "class"
  | "object"
  | "end"
  | "values"
  | "expression"
  | "tail"
  | "none";

export interface Triple {
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
}

export interface Context {
  readonly place: Place;
  /** What has been typed of a word, and where it begins. */
  readonly typed: string;
  readonly from: number;
  /** Subject and predicate of the pattern, as they are written; blank where there is none. */
  readonly subject: string;
  readonly predicate: string;
}

interface Frame {
  mode: "pattern" | "expression" | "values" | "path";
  terms: number;
  subject: string;
  predicate: string;
}

const TYPES = new Set(["a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]);
const TAIL = new Set(["GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET"]);
const TYPED = /[?$]?[\p{L}\p{N}_:-]*$/u;

/** Whether a predicate says of which class something is. */
export function isType(predicate: string): boolean {
  return TYPES.has(predicate);
}

/** What stands where the cursor is. */
export function contextAt(text: string, at: number): Context {
  const before = text.slice(0, at);
  const typed = TYPED.exec(before)?.[0] ?? "";
  const from = at - typed.length;
  const found = signs(before.slice(0, from));
  const last = found.at(-1);
  const nowhere = { typed, from, subject: "", predicate: "" };
  if (
    last &&
    (last.kind === "open" || (last.kind === "comment" && !before.slice(last.from).includes("\n")))
  )
    return { place: "none", ...nowhere };
  if (last?.kind === "word" && last.text.toUpperCase() === "PREFIX")
    return { place: "prefix", ...nowhere };
  return { ...new Reader().read(found).where(), typed, from };
}

/** All patterns of a query, with terms as they are written. */
export function triples(text: string): Triple[] {
  return new Reader().read(signs(text)).found;
}

/** The variables of a query, without their sign, in the order in which they come. */
export function variables(text: string): string[] {
  const all = signs(text).filter((sign) => sign.kind === "variable");
  return [...new Set(all.map((sign) => sign.text.slice(1)))];
}

/** Prefixes that a query declares: name -> namespace. */
export function declared(text: string): Map<string, string> {
  const all = signs(text).filter((sign) => sign.kind !== "comment");
  const found = new Map<string, string>();
  all.forEach((sign, index) => {
    const [name, iri] = [all[index + 1], all[index + 2]];
    const head = sign.kind === "word" && sign.text.toUpperCase() === "PREFIX";
    if (head && name?.kind === "name" && iri?.kind === "iri")
      found.set(name.text.slice(0, -1), iri.text.slice(1, -1));
  });
  return found;
}

/** Where a further PREFIX line goes: behind the last one, or to the start. */
export function placeForPrefix(text: string): number {
  const all = signs(text).filter((sign) => sign.kind !== "comment");
  let place = 0;
  all.forEach((sign, index) => {
    const iri = all[index + 2];
    if (sign.kind === "word" && sign.text.toUpperCase() === "PREFIX" && iri?.kind === "iri") {
      const end = text.indexOf("\n", iri.from + iri.text.length);
      place = end < 0 ? text.length : end + 1;
    }
  });
  return place;
}

/** Follows the patterns of a query, sign by sign. */
class Reader {
  readonly found: Triple[] = [];
  private readonly frames: Frame[] = [];
  private clause: Place = "start";
  private next: Frame["mode"] | "" = "";
  private skip = false;

  read(all: readonly Sign[]): this {
    for (const sign of all)
      if (sign.kind !== "comment" && sign.kind !== "language") this.take(sign);
    return this;
  }

  where(): Pick<Context, "place" | "subject" | "predicate"> {
    const top = this.frames.at(-1);
    const { subject = "", predicate = "" } = top ?? {};
    const place = top ? this.inside(top) : this.clause;
    return { place, subject, predicate };
  }

  private inside(top: Frame): Place {
    if (this.clause === "select") return "select";
    if (this.clause === "tail" && top.mode === "pattern") return "tail";
    if (top.mode === "values" || this.next === "values") return "values";
    if (top.mode === "expression") return "expression";
    if (top.mode === "path") return "predicate";
    if (top.terms === 0) return "subject";
    if (top.terms === 1) return "predicate";
    if (top.terms > 2) return "end";
    return isType(top.predicate) ? "class" : "object";
  }

  private take(sign: Sign): void {
    if (sign.kind === "other") this.mark(sign.text);
    else if (sign.kind === "word" && !/^(a|true|false)$/.test(sign.text)) this.word(sign.text);
    else this.term(sign.text);
  }

  private word(text: string): void {
    const word = text.toUpperCase();
    const top = this.frames.at(-1);
    if (word === "SELECT") this.clause = "select";
    else if (word === "WHERE" || word === "ASK" || word === "CONSTRUCT" || word === "DESCRIBE")
      this.clause = "end";
    else if (TAIL.has(word)) this.clause = "tail";
    if (top?.mode === "expression" && word !== "EXISTS") return;
    this.next = word === "VALUES" ? "values" : "";
    if (word === "FILTER" || word === "BIND" || word === "HAVING") this.next = "expression";
    if (word === "GRAPH" || word === "SERVICE") this.skip = true;
    if (top?.mode === "pattern") top.terms = 0;
  }

  private mark(text: string): void {
    const top = this.frames.at(-1);
    if (text === "{") {
      this.clause = "end";
      const mode = this.next === "values" ? "values" : "pattern";
      this.push(mode);
    } else if (text === "}") {
      this.frames.pop();
      this.clause = this.frames.length ? "end" : "tail";
      const outer = this.frames.at(-1);
      if (outer) outer.terms = 0;
    } else if (text === "(") {
      const inPattern = top?.mode === "pattern" && this.clause === "end" && !this.next;
      if (top?.mode === "values" || this.next === "values") this.push("values");
      else this.push(inPattern && top.terms === 1 ? "path" : "expression");
    } else if (text === ")") {
      const closed = this.frames.pop();
      const outer = this.frames.at(-1);
      if (outer?.mode === "pattern" && this.clause === "end") {
        if (closed?.mode === "path") this.term("()");
        else if (closed?.mode === "expression") outer.terms = 0;
      }
      if (closed?.mode === "values" && outer?.mode !== "values") this.next = "values";
    } else if (text === "[") {
      this.push("pattern");
      const inner = this.frames.at(-1);
      if (inner) [inner.terms, inner.subject] = [1, "[]"];
    } else if (text === "]") {
      this.frames.pop();
      this.term("[]");
    } else if (top?.mode === "pattern") this.between(top, text);
  }

  /** What stands between terms: the end of a pattern, a further predicate or object, a path. */
  private between(top: Frame, text: string): void {
    if (text === ".") top.terms = 0;
    else if (text === ";") top.terms = 1;
    else if (text === ",") top.terms = 2;
    else if ((text === "/" || text === "|") && top.terms === 2) top.terms = 1;
    else if (text === "^" && top.terms > 2) this.skip = true;
  }

  private term(text: string): void {
    const top = this.frames.at(-1);
    if (this.skip) {
      this.skip = false;
      return;
    }
    if (top?.mode !== "pattern" || this.clause !== "end" || this.next === "values") return;
    this.next = "";
    if (top.terms === 0) top.subject = text;
    else if (top.terms === 1) top.predicate = text;
    else if (top.terms === 2)
      this.found.push({ subject: top.subject, predicate: top.predicate, object: text });
    top.terms += 1;
  }

  private push(mode: Frame["mode"]): void {
    this.frames.push({ mode, terms: 0, subject: "", predicate: "" });
    this.next = "";
  }
}
