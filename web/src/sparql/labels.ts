/** The names of things behind their IRIs, which nobody can read. */
import { type Extension, RangeSetBuilder, StateEffect } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import type { Labels } from "./completion";
import { rows } from "./server";
import { signs } from "./signs";

const OURS = /^https:\/\/w3id\.org\/zhitu\/(id|scheme)\/[\w%~./-]+$/;
const MOST = 40;
const learnt = StateEffect.define<null>();

class Label extends WidgetType {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override eq(other: Label): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const made = document.createElement("span");
    made.className = "cm-label";
    made.textContent = this.text;
    return made;
  }
}

/** The IRIs of things of ours that a text holds. */
export function thingsIn(text: string): string[] {
  const iris = signs(text)
    .filter((sign) => sign.kind === "iri")
    .map((sign) => sign.text.slice(1, -1));
  return [...new Set(iris.filter((iri) => OURS.test(iri)))].slice(0, MOST);
}

function drawn(view: EditorView, labels: Labels): DecorationSet {
  const found = new RangeSetBuilder<Decoration>();
  for (const sign of signs(view.state.doc.toString())) {
    const label = sign.kind === "iri" ? labels.get(sign.text.slice(1, -1)) : undefined;
    const end = sign.from + sign.text.length;
    if (label) found.add(end, end, Decoration.widget({ widget: new Label(label), side: 1 }));
  }
  return found.finish();
}

/** Shows each label behind its IRI; those that are not known are asked for together. */
export function namedThings(labels: Labels): Extension {
  const asked = new Set<string>();
  const learn = async (view: EditorView) => {
    const wanted = thingsIn(view.state.doc.toString()).filter(
      (iri) => !labels.has(iri) && !asked.has(iri),
    );
    if (!wanted.length) return;
    for (const iri of wanted) asked.add(iri);
    const values = wanted.map((iri) => `<${iri}>`).join(" ");
    const answer = await rows(`SELECT ?thing WHERE { VALUES ?thing { ${values} } }`).catch(
      () => undefined,
    );
    for (const row of answer?.rows ?? []) if (row[0]?.iri) labels.set(row[0].iri, row[0].text);
    view.dispatch({ effects: learnt.of(null) });
  };
  return ViewPlugin.define(
    (view) => {
      void learn(view);
      return {
        shown: drawn(view, labels),
        update(change: ViewUpdate) {
          const news = change.transactions.some((one) =>
            one.effects.some((effect) => effect.is(learnt)),
          );
          if (change.docChanged || news) this.shown = drawn(change.view, labels);
          if (change.docChanged) void learn(change.view);
        },
      };
    },
    { decorations: (plugin) => plugin.shown },
  );
}
