/** Mistakes at their place, and what a word under the pointer means. */
import type { Diagnostic } from "@codemirror/lint";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Labels } from "./completion";
import { type Answer, type Mistake, rows } from "./server";
import { offsetOf, type Sign, signs } from "./signs";
import { iriOf, type Term, type Vocabulary } from "./vocabulary";

/** A mistake as the editor marks it; one without a place marks the first line. */
export function marked(text: string, mistake: Mistake): Diagnostic {
  const { line, column, length } = mistake;
  const from = line ? offsetOf(text, line, column) : 0;
  const lineEnd = text.indexOf("\n", from) < 0 ? text.length : text.indexOf("\n", from);
  const to = line ? Math.min(Math.max(from + length, from + 1), text.length) : lineEnd;
  return { from: Math.min(from, to), to, severity: mistake.severity, message: mistake.text };
}

/** The name or IRI that an offset lies in. */
export function termAt(text: string, at: number): Sign | undefined {
  return signs(text).find(
    (sign) =>
      (sign.kind === "name" || sign.kind === "iri") &&
      sign.from <= at &&
      at <= sign.from + sign.text.length,
  );
}

/** What is asked about a thing that is no class and no property. */
export function questionAbout(iri: string): string {
  return `SELECT (<${iri}> AS ?thing) ?kind WHERE { OPTIONAL { <${iri}> a ?kind } } LIMIT 12`;
}

/** Tooltips over names: label, definition, and what kind of thing it is. */
export function meanings(words: () => Vocabulary, lang: "zh" | "en", labels: Labels) {
  return hoverTooltip(
    async (view: EditorView, at: number): Promise<Tooltip | null> => {
      const text = view.state.doc.toString();
      const sign = termAt(text, at);
      const iri = sign ? iriOf(sign.text, text, words()) : "";
      if (!sign || !iri) return null;
      const term = words().terms.find((one) => one.iri === iri);
      const lines = term ? ofTerm(term, lang) : await ofThing(iri, labels);
      if (!lines.length) return null;
      const create = () => ({ dom: drawn(lines) });
      return { pos: sign.from, end: sign.from + sign.text.length, above: true, create };
    },
    { hoverTime: 350 },
  );
}

function ofTerm(term: Term, lang: "zh" | "en"): string[] {
  const [first, second] = lang === "zh" ? [term.zh, term.en] : [term.en, term.zh];
  return [first || second, first && second !== first ? second : "", term.definition].filter(
    Boolean,
  );
}

async function ofThing(iri: string, labels: Labels): Promise<string[]> {
  if (/[<>"{}|^\x60\\\s]/.test(iri)) return [];
  const answer: Answer | undefined = await rows(questionAbout(iri)).catch(() => undefined);
  const label = answer?.rows[0]?.[0]?.text;
  if (!answer || !label) return [];
  labels.set(iri, label);
  const kinds = answer.rows.map((row) => row[1]?.text ?? "").filter(Boolean);
  return [label, kinds.join(" · ")].filter(Boolean);
}

function drawn(lines: readonly string[]): HTMLElement {
  const made = document.createElement("div");
  made.className = "meaning";
  for (const line of lines) {
    const part = document.createElement("p");
    part.textContent = line;
    made.append(part);
  }
  return made;
}
