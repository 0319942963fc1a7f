/**
 * The sentences that a page hands to its script, in the language of the page.
 *
 * They stand in the catalogue with all others; the template writes those that a script needs as
 * JSON into `<script type="application/json" id="words">`, which a browser never runs.
 */
export type Words = Readonly<Record<string, string>>;

/** Reads JSON from an element of the page; `undefined` where the page has none. */
export function embedded<T>(id: string): T | undefined {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}

/** A sentence with its `{values}` put in; the code itself where the page gave no sentence. */
export function say(
  words: Words,
  code: string,
  values: Record<string, string | number> = {},
): string {
  return (words[code] ?? code).replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
