/** What an element is given: properties of it, and attributes where there is no such property. */
type Given = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with what it holds; text is put in as text, never read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  given: Given = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...inside);
  return made;
}
