/** What the editor offers while somebody types, by where that is. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { say, type Words } from "../shared/words";
import { type Context, contextAt, declared, placeForPrefix, triples, variables } from "./context";
import * as keywords from "./keywords";
import { search } from "./server";
import { classesOf, fitness, type Term, usedOn, type Vocabulary, written } from "./vocabulary";

/** Labels of things that were found: IRI -> label. */
export type Labels = Map<string, string>;

const MOST = 60;
/** Waiting so long before a name is looked for saves most of the looking. */
const PAUSE = 150;

export class Completer {
  vocabulary: Vocabulary;
  private readonly words: Words;
  private readonly lang: "zh" | "en";
  private readonly labels: Labels;

  constructor(vocabulary: Vocabulary, words: Words, lang: "zh" | "en", labels: Labels) {
    this.vocabulary = vocabulary;
    this.words = words;
    this.lang = lang;
    this.labels = labels;
  }

  /** Terms, variables and keywords that fit. */
  readonly fromVocabulary = (asked: CompletionContext): CompletionResult | null => {
    const text = asked.state.doc.toString();
    const here = contextAt(text, asked.pos);
    if (here.place === "none" || (!here.typed && !asked.explicit)) return null;
    const options = [...this.terms(here, text), ...this.others(here, text)];
    return options.length ? { from: here.from, options, filter: false } : null;
  };

  /** Things of the graph, looked for by the server. */
  readonly fromGraph = async (asked: CompletionContext): Promise<CompletionResult | null> => {
    const here = contextAt(asked.state.doc.toString(), asked.pos);
    const named = ["object", "subject", "values", "expression"].includes(here.place);
    if (!named || !/[^\p{ASCII}]|^[A-Za-z]{2}/u.test(here.typed) || here.typed.includes(":"))
      return null;
    await new Promise((done) => setTimeout(done, PAUSE));
    if (asked.aborted) return null;
    const found = await search(here.typed).catch(() => []);
    const options = found.map((thing): Completion => {
      const kinds = thing.kinds.map((kind) => kind.label).filter(Boolean);
      return {
        label: `<${thing.iri}>`,
        displayLabel: thing.label,
        detail: kinds.join(" · "),
        type: "thing",
        section: { name: say(this.words, "island-sparql-things"), rank: 3 },
        apply: (view, completion, from, to) => {
          this.labels.set(thing.iri, thing.label);
          insert(view, completion, from, to, `<${thing.iri}>`);
        },
      };
    });
    return options.length ? { from: here.from, options, filter: false } : null;
  };

  private terms(here: Context, text: string): Completion[] {
    const kind = here.place === "class" ? "class" : "property";
    if (here.place !== "class" && here.place !== "predicate") return [];
    const classes = classesOf(here.subject, triples(text), text, this.vocabulary);
    const ranked = this.vocabulary.terms
      .filter((term) => term.kind === kind)
      .map((term) => ({ term, fit: fitness(term, here.typed), used: usedOn(term, classes) }))
      .filter((one): one is { term: Term; fit: number; used: number } => one.fit !== undefined)
      .sort(
        (a, b) =>
          Number(b.used > 0) - Number(a.used > 0) ||
          a.fit - b.fit ||
          b.used - a.used ||
          b.term.uses - a.term.uses,
      );
    const own = [...classes].map((iri) => this.labelOf(iri)).filter(Boolean);
    const owner = own.length && own.length < 3 ? own.join(" / ") : "";
    return ranked
      .slice(0, MOST)
      .map(({ term, used }) => this.option(term, text, used > 0 ? owner : "", Boolean(owner)));
  }

  private option(term: Term, text: string, owner: string, parted: boolean): Completion {
    const { name, prefix, namespace } = written(term, text, this.vocabulary);
    const other = this.lang === "zh" ? term.en : term.zh;
    const uses = say(this.words, "island-sparql-uses", { count: term.uses });
    const option: Completion = {
      label: name,
      displayLabel: term[this.lang] || other,
      detail: name,
      type: term.kind,
      info: () => about(term, other, uses),
      apply: (view, completion, from, to) => {
        const line = prefix && namespace ? `PREFIX ${prefix}: <${namespace}>\n` : "";
        insert(view, completion, from, to, name, line);
      },
    };
    if (parted)
      option.section = owner
        ? { name: say(this.words, "island-sparql-of", { name: owner }), rank: 0 }
        : { name: say(this.words, "island-sparql-rest"), rank: 1 };
    return option;
  }

  private labelOf(iri: string): string {
    return this.vocabulary.terms.find((term) => term.iri === iri)?.[this.lang] ?? "";
  }

  private others(here: Context, text: string): Completion[] {
    const typed = here.typed.toLowerCase();
    if (here.place === "prefix") return this.prefixes(typed, true);
    const found: Completion[] = [];
    if (here.place !== "class" && here.place !== "start")
      for (const name of variables(
        text.slice(0, here.from) + text.slice(here.from + here.typed.length),
      ))
        if (`?${name}`.toLowerCase().startsWith(typed) || name.toLowerCase().startsWith(typed))
          found.push({ label: `?${name}`, type: "variable" });
    if (here.place === "predicate" && "a".startsWith(typed))
      found.push({ label: "a", detail: say(this.words, "island-sparql-a"), type: "keyword" });
    for (const word of offered(here.place))
      if (word.toLowerCase().startsWith(typed)) found.push({ label: word, type: "keyword" });
    if (typed && ["class", "predicate", "object", "subject"].includes(here.place))
      found.push(...this.prefixes(typed, false, text));
    return found;
  }

  /** Prefixes: a whole declaration behind PREFIX, elsewhere the prefix, declared where it must be. */
  private prefixes(typed: string, whole: boolean, text = ""): Completion[] {
    const { prefixes, others } = this.vocabulary;
    const known = Object.entries({ ...prefixes, ...others });
    const own = declared(text);
    return known
      .filter(([name]) => `${name}:`.startsWith(typed) && `${name}:` !== typed)
      .map(([name, iri]) => ({
        label: whole ? `${name}: <${iri}>` : `${name}:`,
        detail: whole ? "" : iri,
        type: "namespace",
        apply: (view: EditorView, completion: Completion, from: number, to: number) => {
          const needed = !whole && name in others && !own.has(name);
          const line = needed ? `PREFIX ${name}: <${iri}>\n` : "";
          insert(view, completion, from, to, whole ? `${name}: <${iri}>` : `${name}:`, line);
        },
      }));
  }
}

function offered(place: Context["place"]): readonly string[] {
  if (place === "start") return keywords.FORMS;
  if (place === "select")
    return [...keywords.SELECTING, ...keywords.AGGREGATES, ...keywords.FUNCTIONS];
  if (place === "subject" || place === "end") return [...keywords.PATTERNS, "WHERE"];
  if (place === "tail") return [...keywords.TAILS, ...keywords.AGGREGATES];
  return place === "expression" ? [...keywords.FUNCTIONS, ...keywords.AGGREGATES, "AS"] : [];
}

/** Puts a name in place of what was typed, and a line to the declarations, as one step of undo. */
function insert(
  view: EditorView,
  _: Completion,
  from: number,
  to: number,
  name: string,
  line = "",
) {
  const at = placeForPrefix(view.state.doc.toString());
  const lead = line && at > 0 && view.state.doc.sliceString(at - 1, at) !== "\n" ? "\n" : "";
  const changes = [{ from, to, insert: name }];
  if (line) changes.unshift({ from: at, to: at, insert: lead + line });
  const anchor = from + name.length + lead.length + line.length;
  view.dispatch({
    changes,
    selection: { anchor },
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}

function about(term: Term, other: string, uses: string): Node {
  const made = document.createElement("div");
  for (const [name, text] of [
    ["name", other],
    ["what", term.definition],
    ["uses", uses],
  ] as const) {
    if (!text) continue;
    const line = document.createElement("p");
    line.className = name;
    line.textContent = text;
    made.append(line);
  }
  return made;
}
