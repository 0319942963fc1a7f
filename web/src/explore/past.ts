/**
 * Undo and redo are the browser's own back and forward: each change is an address.
 *
 * An entry of the history knows how many changes led to it on this page, so that undoing never
 * leaves the page.
 */
import { decode, encode, type State } from "./state";

export class Past {
  private depth = 0;
  private top = 0;

  constructor(private readonly arrived: (state: State) => void) {
    this.depth = depthOf(history.state) ?? 0;
    this.top = this.depth;
    history.replaceState({ depth: this.depth }, "");
    window.addEventListener("popstate", (event) => {
      const known = depthOf(event.state);
      if (known === undefined) {
        // A link to another canvas was followed: that is a change, too.
        this.depth += 1;
        this.top = this.depth;
        history.replaceState({ depth: this.depth }, "");
      } else {
        this.depth = known;
        this.top = Math.max(this.top, known);
      }
      this.arrived(decode(location.hash));
    });
  }

  /** Remember a change; one that is not worth undoing takes the place of the last. */
  note(state: State, worth: boolean): void {
    const link = encode(state);
    const address = link ? `#${link}` : location.pathname + location.search;
    if (worth && link !== location.hash.slice(1)) {
      this.depth += 1;
      this.top = this.depth;
      history.pushState({ depth: this.depth }, "", address);
    } else history.replaceState({ depth: this.depth }, "", address);
  }

  get canUndo(): boolean {
    return this.depth > 0;
  }

  get canRedo(): boolean {
    return this.depth < this.top;
  }

  undo(): void {
    if (this.canUndo) history.back();
  }

  redo(): void {
    if (this.canRedo) history.forward();
  }
}

function depthOf(kept: unknown): number | undefined {
  const depth = (kept as { depth?: unknown } | null)?.depth;
  return typeof depth === "number" ? depth : undefined;
}
