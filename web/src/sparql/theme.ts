/** How the editor looks: the colours of the page, which follow its light and dark scheme. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid #8793a3",
    borderRadius: ".3rem",
  },
  "&.cm-focused": { outline: "3px solid var(--s1)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    fontSize: ".9rem",
    lineHeight: "1.6",
    minHeight: "14rem",
    maxHeight: "32rem",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-line": { padding: "0 .6rem" },
  ".cm-gutters": {
    backgroundColor: "var(--shade)",
    color: "var(--soft)",
    border: "0",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--shade) 70%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)", color: "inherit" },
  "&.cm-focused .cm-nonmatchingBracket": {
    backgroundColor: "transparent",
    color: "var(--bad)",
    textDecoration: "underline",
  },
  ".cm-searchMatch": { backgroundColor: "var(--mark)" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--rule)",
    borderRadius: ".3rem",
    boxShadow: "0 2px 10px #0003",
    maxWidth: "min(34rem, 92vw)",
    fontFamily: "var(--sans)",
    fontSize: ".9rem",
    zIndex: "3",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--sans)",
    maxHeight: "17rem",
    minWidth: "14rem",
    maxWidth: "min(34rem, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: ".2rem .5rem",
    lineHeight: "1.45",
    display: "flex",
    gap: ".8rem",
    justifyContent: "space-between",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--paper)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": {
    color: "var(--paper)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    display: "block",
    color: "var(--soft)",
    backgroundColor: "var(--shade)",
    borderBottom: "1px solid var(--line)",
    opacity: "1",
    fontSize: ".85rem",
    padding: ".15rem .5rem",
  },
  ".cm-completionDetail": {
    color: "var(--soft)",
    fontStyle: "normal",
    fontFamily: "var(--mono)",
    fontSize: ".82rem",
    marginLeft: "0",
    textAlign: "right",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  ".cm-completionInfo": { padding: ".4rem .7rem", maxWidth: "20rem" },
  ".cm-completionInfo p, .meaning p": { margin: ".1rem 0", maxWidth: "none" },
  ".cm-completionInfo .name, .cm-completionInfo .uses, .meaning p + p": {
    color: "var(--soft)",
    fontSize: ".85rem",
  },
  ".meaning": { padding: ".4rem .7rem" },
  ".cm-panels": {
    backgroundColor: "var(--shade)",
    color: "var(--ink)",
    fontFamily: "var(--sans)",
    borderColor: "var(--line)",
  },
  ".cm-panel.cm-search": {
    fontSize: ".9rem",
    padding: ".4rem .6rem",
    display: "flex",
    flexWrap: "wrap",
    gap: ".3rem .5rem",
    alignItems: "center",
  },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search label": { fontSize: ".88rem" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)" },
  ".cm-textfield": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid #8793a3",
    fontSize: ".9rem",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--paper)",
    color: "var(--link)",
    border: "1px solid var(--rule)",
    borderRadius: ".3rem",
    fontSize: ".88rem",
  },
  ".cm-diagnostic": { fontFamily: "var(--sans)", padding: ".3rem .6rem", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--s1)" },
  // The marks that come with the editor are pictures in a style sheet; the page has colours for it.
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad) 1.5px",
    textUnderlineOffset: ".2em",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warn) 1.5px",
    textUnderlineOffset: ".2em",
  },
  ".cm-lint-marker": {
    content: "none",
    width: ".7em",
    height: ".7em",
    borderRadius: "50%",
    margin: ".35em .1em",
  },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--bad)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--s1)", borderRadius: "0" },
  ".cm-label": {
    fontFamily: "var(--sans)",
    fontSize: ".82rem",
    color: "var(--place)",
    backgroundColor: "var(--place-bg)",
    border: "1px solid var(--place-line)",
    borderRadius: ".25rem",
    padding: "0 .35rem",
    marginLeft: ".35rem",
  },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--link)" },
  { tag: tags.variableName, color: "var(--good)" },
  { tag: [tags.string, tags.annotation], color: "var(--place)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

export const theme = [look, syntaxHighlighting(colours)];
