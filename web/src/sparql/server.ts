/** What the editor asks of this server; nothing else is ever asked. */
import type { Vocabulary } from "./vocabulary";

export interface Cell {
  readonly text: string;
  readonly href?: string;
  /** Language of the text, where it is not that of the page. */
  readonly lang?: string;
  /** Type of a value, such as `xsd:integer`. */
  readonly type?: string;
  /** Of what is not a value: `thing`, `passage`, `rule`, `own`. */
  readonly kind?: string;
  readonly iri?: string;
}

export interface Answer {
  readonly kind: "table" | "truth" | "graph";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Cell | null)[])[];
  readonly total: number;
  readonly truth: boolean | null;
}

export interface Mistake {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export interface Thing {
  readonly iri: string;
  readonly label: string;
  readonly name: string;
  readonly kinds: readonly { readonly iri: string; readonly label: string }[];
}

/** An error that the server told, with its place where there is one. */
export class Refusal extends Error {
  readonly line: number;
  readonly column: number;

  constructor(told: { message: string; line?: number; column?: number }) {
    super(told.message);
    this.line = told.line ?? 0;
    this.column = told.column ?? 0;
  }
}

/** The language of the page, as the server calls it. */
export const lang = () => (document.documentElement.lang.startsWith("zh") ? "zh" : "en");

async function ask<T>(path: string, values: Record<string, string>, signal?: AbortSignal) {
  const query = new URLSearchParams({ ...values, lang: lang() });
  const headers = { Accept: "application/json" };
  const reply = await fetch(`${path}?${query}`, signal ? { headers, signal } : { headers });
  const told = await reply.json();
  if (!reply.ok) throw new Refusal(told.error);
  return told as T;
}

export const vocabulary = () => ask<Vocabulary>("/api/vocabulary", {});

export const rows = (query: string, signal?: AbortSignal) =>
  ask<Answer>("/api/rows", { query }, signal);

export const mistakes = async (query: string) =>
  (await ask<{ mistakes: readonly Mistake[] }>("/api/mistakes", { query })).mistakes;

export const search = async (typed: string) =>
  (await ask<{ results: readonly Thing[] }>("/api/search", { q: typed, limit: "12" })).results;
