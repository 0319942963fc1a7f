/** The words of the graph, and which of them fit what was typed. */
import { declared, isType, type Triple } from "./context";

export interface Term {
  readonly kind: "class" | "property";
  readonly iri: string;
  /** `prefix:name`, or blank where only the whole IRI will do. */
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly definition: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly uses: number;
  /** Class -> how often its things have the property. */
  readonly on: Readonly<Record<string, number>>;
  /** Classes of what the property leads to. */
  readonly to: readonly string[];
}

export interface Vocabulary {
  /** Prefixes that need no declaration. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Prefixes for namespaces of this graph that need one. */
  readonly others: Readonly<Record<string, string>>;
  readonly terms: readonly Term[];
}

export const NOTHING: Vocabulary = { prefixes: {}, others: {}, terms: [] };

/** How well a term fits what was typed, from 0, the best; undefined when it does not. */
export function fitness(term: Term, typed: string): number | undefined {
  const wanted = typed.toLowerCase();
  if (!wanted) return 0;
  const [prefix, local] = parts(term.name || term.iri);
  const colon = wanted.indexOf(":");
  if (colon >= 0) {
    if (wanted.slice(0, colon) !== prefix) return undefined;
    return best(term, local, wanted.slice(colon + 1));
  }
  return best(term, local, wanted);
}

function best(term: Term, local: string, wanted: string): number | undefined {
  if (!wanted) return 0;
  const english = term.en.toLowerCase();
  const name = local.toLowerCase();
  if ([term.zh, english, name].includes(wanted)) return 0;
  if ([term.zh, english, name, term.pinyin].some((x) => x.startsWith(wanted))) return 1;
  if (wanted.length > 1 && term.initials.startsWith(wanted)) return 2;
  if (term.zh.includes(wanted) || ` ${english}`.includes(` ${wanted}`)) return 2;
  if (wanted.length > 1 && [english, name, term.pinyin].some((x) => x.includes(wanted))) return 3;
  return wanted.length > 1 && term.initials.includes(wanted) ? 4 : undefined;
}

function parts(name: string): [string, string] {
  const colon = name.indexOf(":");
  return [name.slice(0, colon).toLowerCase(), name.slice(colon + 1)];
}

/** How a term is written in a query that declares some prefixes, and what it must still declare. */
export function written(
  term: Term,
  text: string,
  words: Vocabulary,
): { name: string; prefix?: string; namespace?: string } {
  const own = declared(text);
  for (const [prefix, namespace] of own) {
    const local = term.iri.slice(namespace.length);
    if (term.iri.startsWith(namespace) && /^[A-Za-z_][\w-]*$/.test(local))
      return { name: `${prefix}:${local}` };
  }
  const prefix = term.name.slice(0, term.name.indexOf(":"));
  // A prefix that the query uses for something else cannot be used for this.
  if (!term.name || own.has(prefix)) return { name: `<${term.iri}>` };
  const namespace = words.others[prefix];
  return namespace === undefined ? { name: term.name } : { name: term.name, prefix, namespace };
}

/** The IRI of a term as it is written in a query; blank for a variable or a literal. */
export function iriOf(term: string, text: string, words: Vocabulary): string {
  if (term.startsWith("<")) return term.slice(1, -1);
  const colon = term.indexOf(":");
  if (colon < 0 || term.startsWith('"')) return "";
  const prefix = term.slice(0, colon);
  const namespace = declared(text).get(prefix) ?? words.prefixes[prefix];
  return namespace === undefined ? "" : namespace + term.slice(colon + 1).replace(/\\(.)/g, "$1");
}

/**
 * Classes of what a variable or IRI of a query stands for: those that the query states, else those
 * that the properties lead to whose object it is.
 */
export function classesOf(
  subject: string,
  patterns: readonly Triple[],
  text: string,
  words: Vocabulary,
): Set<string> {
  const stated = patterns
    .filter((one) => one.subject === subject && isType(one.predicate))
    .map((one) => iriOf(one.object, text, words))
    .filter(Boolean);
  if (stated.length) return new Set(stated);
  const leading = patterns.filter((one) => one.object === subject && !isType(one.predicate));
  const iris = leading.map((one) => iriOf(one.predicate, text, words));
  return new Set(words.terms.filter((term) => iris.includes(term.iri)).flatMap((term) => term.to));
}

/** How often things of some classes have a property; 0 when they never do. */
export function usedOn(term: Term, classes: ReadonlySet<string>): number {
  return Math.max(0, ...[...classes].map((one) => term.on[one] ?? 0));
}
