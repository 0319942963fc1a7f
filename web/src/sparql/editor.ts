/** The editor in place of the text box: CodeMirror in a shadow root. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentService, indentUnit, syntaxTree } from "@codemirror/language";
import { linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { SparqlLanguage, sparql } from "codemirror-lang-sparql";
import { say, type Words } from "../shared/words";
import { Completer, type Labels } from "./completion";
import { namedThings } from "./labels";
import { marked, meanings } from "./marks";
import { lang, mistakes, vocabulary } from "./server";
import { theme } from "./theme";
import { NOTHING } from "./vocabulary";

export interface Wishes {
  /** Where the shadow root goes. */
  readonly host: HTMLElement;
  readonly text: string;
  readonly words: Words;
  /** Id of the element that says how to use it by keyboard. */
  readonly describedBy: string;
  readonly run: () => void;
  readonly changed: (text: string) => void;
}

/** Longer than this a query is not sent while it is being typed. */
const MOST_CHECKED = 20_000;
const PAUSE = 500;

/** Phrases of CodeMirror that a reader meets -> key of ours. */
const PHRASES = {
  Find: "island-sparql-find",
  Replace: "island-sparql-replace",
  next: "island-sparql-next",
  previous: "island-sparql-previous",
  all: "island-sparql-all",
  "match case": "island-sparql-case",
  regexp: "island-sparql-regexp",
  "by word": "island-sparql-by-word",
  replace: "island-sparql-replace-one",
  "replace all": "island-sparql-replace-all",
  close: "island-sparql-close",
  "No diagnostics": "island-sparql-no-mistakes",
  Diagnostics: "island-sparql-mistakes",
  Completions: "island-sparql-completions",
} as const;

export function openEditor(wishes: Wishes): EditorView {
  const { words } = wishes;
  const labels: Labels = new Map();
  const completer = new Completer(NOTHING, words, lang(), labels);
  vocabulary().then(
    (found) => {
      completer.vocabulary = found;
    },
    () => undefined, // without it variables and keywords are offered still
  );
  // In a shadow root the editor styles itself by constructed style sheets, which the policy of the
  // pages allows; elsewhere it would write <style> elements, which the policy forbids.
  const root = wishes.host.attachShadow({ mode: "open" });
  const parent = document.createElement("div");
  root.append(parent);
  const phrases = Object.entries(PHRASES).map(([phrase, key]) => [phrase, say(words, key)]);
  const run = () => {
    wishes.run();
    return true;
  };
  const state = EditorState.create({
    doc: wishes.text,
    extensions: [
      Prec.highest(
        keymap.of([
          { key: "Mod-Enter", run },
          { key: "Tab", run: acceptCompletion },
        ]),
      ),
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...lintKeymap,
        ...defaultKeymap,
      ]),
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      history(),
      bracketMatching(),
      closeBrackets(),
      EditorView.lineWrapping,
      indentUnit.of("  "),
      indentService.of((context, at) => depthAt(context.state, at) * 2),
      sparql(),
      SparqlLanguage.data.of({
        commentTokens: { line: "#" },
        closeBrackets: { brackets: ["(", "[", "{", '"', "'"] },
        indentOnInput: /^\s*\}$/,
      }),
      autocompletion({
        override: [completer.fromVocabulary, completer.fromGraph],
        icons: false,
        maxRenderedOptions: 60,
      }),
      linter(check, { delay: PAUSE }),
      lintGutter(),
      meanings(() => completer.vocabulary, lang(), labels),
      namedThings(labels),
      theme,
      EditorState.phrases.of(Object.fromEntries(phrases)),
      EditorView.contentAttributes.of({
        "aria-label": say(words, "island-sparql-editor"),
        "aria-describedby": "keys",
        autocapitalize: "off",
        autocorrect: "off",
        spellcheck: "false",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) wishes.changed(update.state.doc.toString());
      }),
    ],
  });
  const view = new EditorView({ state, parent, root });
  // A description must stand in the same tree as what it describes.
  const keys = document.createElement("div");
  keys.id = "keys";
  keys.hidden = true;
  keys.textContent = document.getElementById(wishes.describedBy)?.textContent ?? "";
  root.append(keys);
  return view;
}

async function check(view: EditorView) {
  const text = view.state.doc.toString();
  if (text.length > MOST_CHECKED) return [];
  const found = await mistakes(text).catch(() => []);
  return found.map((one) => marked(text, one));
}

/** How many brackets are open before the line of an offset, less those that it begins by closing. */
function depthAt(state: EditorState, at: number): number {
  const line = state.doc.lineAt(at);
  let depth = 0;
  const iterator = state.doc.iterRange(0, line.from);
  let offset = 0;
  for (const piece of iterator) {
    for (let index = 0; index < piece.length; index += 1) {
      const sign = piece[index];
      if (sign !== "{" && sign !== "}") continue;
      const inside = syntaxTree(state).resolveInner(offset + index, 1).name;
      if (inside !== "String" && inside !== "Comment") depth += sign === "{" ? 1 : -1;
    }
    offset += piece.length;
  }
  const closing = /^\s*\}/.test(state.doc.sliceString(at, line.to)) || /^\s*\}/.test(line.text);
  return Math.max(0, depth - (closing ? 1 : 0));
}
