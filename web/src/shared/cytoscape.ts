/**
 * Loads cytoscape, when a picture is first wanted.
 *
 * It would put a `<style>` with one rule into the head of the page, which the policy of the pages
 * forbids; it does not where an element with this name stands already. The rule stands in the style
 * sheets of the islands.
 */
export async function loadCytoscape(): Promise<(typeof import("cytoscape"))["default"]> {
  const name = "__________cytoscape_stylesheet";
  if (!document.getElementById(name)) {
    const stand = document.createElement("meta");
    stand.id = name;
    document.head.append(stand);
  }
  return (await import("cytoscape")).default;
}

/** The value of a colour of the page, such as `--ink`, which follows the light and dark scheme. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
