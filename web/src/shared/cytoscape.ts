import type cytoscape from "cytoscape";

/** What makes a picture of a graph. */
export type Cytoscape = typeof cytoscape;

/**
 * Loads cytoscape, when a picture is first wanted.
 *
 * It would put a `<style>` with one rule into the head of the page, which the policy of the pages
 * forbids; it does not where an element with this name stands already. The rule stands in the style
 * sheets of the islands.
 */
export async function loadCytoscape(): Promise<Cytoscape> {
  const name = "__________cytoscape_stylesheet";
  if (!document.getElementById(name)) {
    const stand = document.createElement("meta");
    stand.id = name;
    document.head.append(stand);
  }
  const loaded: unknown = await import("cytoscape");
  return (loaded as { default: Cytoscape }).default;
}

/** The value of a colour of the page, such as `--ink`, which follows the light and dark scheme. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
