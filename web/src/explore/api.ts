/** What the server is asked for. Answers about a thing are kept as long as the page is open. */
import type { Scene, Thing } from "./scene";
import { LANG, say } from "./words";

export interface PlaceRef {
  readonly text: string;
  readonly href: string;
  readonly kind: string;
}

export interface Item {
  readonly text: string;
  readonly href: string;
  readonly lang: string;
  readonly id: string;
  readonly places: readonly PlaceRef[];
  readonly notes: readonly string[];
  readonly why: string;
}

export interface Group {
  readonly link: string;
  readonly forward: boolean;
  readonly title: string;
  readonly href: string;
  readonly basis: "report" | "rule" | "own";
  readonly drawn: boolean;
  readonly count: number;
  readonly items: readonly Item[];
}

export interface Around {
  readonly thing: Thing;
  readonly kinds: readonly { text: string; href: string }[];
  readonly names: readonly { text: string; places: readonly PlaceRef[] }[];
  readonly groups: readonly Group[];
  readonly cut: boolean;
}

export interface Found {
  readonly iri: string;
  readonly label: string;
  readonly name: string;
  readonly kinds: readonly { label: string }[];
}

export interface TracePath {
  readonly hops: number;
  readonly derived: boolean;
  readonly steps: readonly { start: string; end: string; predicate: string; forward: boolean }[];
  readonly sentences: readonly {
    sentence: string;
    graphs: readonly string[];
    places: readonly string[];
    derived: boolean;
  }[];
}

export interface Trace {
  readonly paths: readonly TracePath[];
  readonly gap: { readonly sentences: readonly string[] } | null;
}

/** An answer that is no use; its message is for the reader. */
export class Refused extends Error {}

const kept = new Map<string, Promise<Around>>();

export function around(id: string): Promise<Around> {
  let asked = kept.get(id);
  if (!asked) {
    asked = get<Around>("/api/explore/thing", { iri: id });
    kept.set(id, asked);
    asked.catch(() => kept.delete(id));
  }
  return asked;
}

export function among(ids: readonly string[]): Promise<Scene> {
  return answered<Scene>("/api/explore/links", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ things: ids }),
  });
}

export async function search(text: string, signal: AbortSignal): Promise<readonly Found[]> {
  const found = await get<{ results: Found[] }>("/api/search", { q: text, limit: "12" }, signal);
  return found.results;
}

export function trace(from: string, to: string): Promise<Trace> {
  return get<Trace>("/api/trace", { from, to, max_hops: "5", limit: "6" });
}

function get<T>(path: string, values: Record<string, string>, signal?: AbortSignal): Promise<T> {
  const query = new URLSearchParams({ ...values, lang: LANG });
  return answered<T>(`${path}?${query}`, {
    headers: { Accept: "application/json" },
    ...(signal ? { signal } : {}),
  });
}

async function answered<T>(address: string, how: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, how);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(say("island-explore-offline"));
  }
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok && content !== undefined) return content as T;
  const told = (content as { error?: { message?: string } } | undefined)?.error?.message;
  throw new Refused(told ?? say("island-explore-failed"));
}
