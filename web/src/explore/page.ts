/** The frame of the page: the search box, the tools, the canvas and what stands beside it. */
import type { App } from "./app";
import { make } from "./dom";
import { cut } from "./panel";
import type { Thing } from "./scene";
import { searchBox } from "./search";
import { LAYOUTS, type Layout } from "./state";
import { called, say } from "./words";

interface Controls {
  readonly undo: boolean;
  readonly redo: boolean;
  readonly layout: Layout;
  readonly empty: boolean;
  readonly things: readonly Thing[];
  readonly count: number;
}

export class Page {
  readonly stage = make("div", { id: "stage", role: "img", "aria-label": "" });
  readonly panel = make("section", { id: "panel", "aria-labelledby": "panel-title" });
  readonly filters = make("div", { id: "filters" });
  readonly list = make("div", { id: "list" });
  readonly source: string;
  private readonly status = make("p", { id: "status", role: "status" });
  private readonly heading = make("h2", { id: "things-title" });
  private readonly layout = make("select", { id: "layout" });
  private readonly from = make("select", { id: "path-from" });
  private readonly to = make("select", { id: "path-to" });
  private readonly finder = make("details", { class: "finder" });
  private readonly address = make("input", {
    id: "address",
    readonly: true,
    "aria-label": say("island-explore-link"),
  });
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(private readonly root: HTMLElement) {
    this.source = root.dataset.source ?? "";
  }

  bind(app: App): void {
    for (const name of LAYOUTS)
      this.layout.append(make("option", { value: name }, layoutName(name)));
    this.layout.addEventListener("change", () => app.layout(this.layout.value as Layout));
    this.address.hidden = true;
    const tool = (key: string, text: string, doing: () => void, hint?: string) => {
      const button = make(
        "button",
        { type: "button", class: "quiet", title: hint, "aria-label": hint, onclick: doing },
        text,
      );
      this.buttons.set(key, button);
      return button;
    };
    const group = (label: string, ...children: Node[]) =>
      make("div", { role: "group", class: "group", "aria-label": label }, ...children);
    const tools = make(
      "div",
      { class: "toolbar" },
      group(
        say("island-explore-changes"),
        tool("undo", say("island-explore-undo"), () => app.undo()),
        tool("redo", say("island-explore-redo"), () => app.redo()),
        tool("clear", say("island-explore-clear"), () => app.clear()),
      ),
      group(
        say("island-explore-view"),
        tool("in", "+", () => app.zoom(1.3), say("island-explore-zoom-in")),
        tool("out", "−", () => app.zoom(1 / 1.3), say("island-explore-zoom-out")),
        tool("fit", say("island-explore-fit"), () => app.fit()),
        make("label", { for: "layout" }, say("island-explore-layout")),
        this.layout,
      ),
      group(
        say("island-explore-save"),
        tool("link", say("island-explore-copy"), () => void this.copy()),
        tool("svg", "SVG", () => void app.save("svg"), say("island-explore-save-svg")),
        tool("png", "PNG", () => void app.save("png"), say("island-explore-save-png")),
        tool("ttl", "Turtle", () => void app.save("ttl"), say("island-explore-save-ttl")),
      ),
      this.address,
    );
    this.finder.append(
      make("summary", {}, say("island-explore-paths")),
      make("p", { class: "soft" }, say("island-explore-paths-lead")),
      make(
        "div",
        { class: "field" },
        make("label", { for: "path-from" }, say("island-explore-path-from")),
        this.from,
      ),
      make(
        "div",
        { class: "field" },
        make("label", { for: "path-to" }, say("island-explore-path-to")),
        this.to,
      ),
      make(
        "button",
        { type: "button", onclick: () => void app.findPaths(this.from.value, this.to.value) },
        say("island-explore-find"),
      ),
    );
    const side = make("div", { class: "side" }, this.finder, this.filters, this.heading, this.list);
    this.root.replaceChildren(
      make(
        "div",
        { class: "head" },
        searchBox(
          (iri) => app.take(iri),
          (text) => this.tell(text, true),
        ),
        tools,
      ),
      this.status,
      make("div", { class: "table" }, this.stage, this.panel, side),
    );
    this.root.classList.add("alive");
  }

  /** Put other content into a part; what had the focus, and what was open, stays so. */
  fill(part: HTMLElement, content: readonly Node[]): void {
    const focused = part.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.key
      : undefined;
    const opened = new Map(
      [...part.querySelectorAll<HTMLDetailsElement>("details[data-fold]")].map((d) => [
        d.dataset.fold,
        d.open,
      ]),
    );
    const [top, title] = [part.scrollTop, part.querySelector("h2")?.textContent];
    part.replaceChildren(...content);
    if (title === part.querySelector("h2")?.textContent) {
      for (const d of part.querySelectorAll<HTMLDetailsElement>("details[data-fold]"))
        d.open = opened.get(d.dataset.fold) ?? d.open;
      part.scrollTop = top;
    } else part.scrollTop = 0;
    if (focused === undefined) return;
    const again = [...part.querySelectorAll<HTMLElement>("[data-key]")].find(
      (e) => e.dataset.key === focused,
    );
    (again ?? part.querySelector<HTMLElement>("h2[tabindex], button"))?.focus({
      preventScroll: true,
    });
  }

  controls(now: Controls): void {
    this.address.hidden = true;
    this.layout.value = now.layout;
    const able: Record<string, boolean> = { undo: now.undo, redo: now.redo };
    for (const [key, button] of this.buttons) button.disabled = !(able[key] ?? !now.empty);
    this.layout.disabled = now.empty;
    this.heading.textContent = say("island-explore-things", { count: now.count });
    this.finder.hidden = now.things.length < 2;
    for (const select of [this.from, this.to]) {
      const chosen = select.value;
      select.replaceChildren(
        make("option", { value: "" }, say("island-explore-choose")),
        ...now.things.map((t) => make("option", { value: t.id }, cut(called(t.label), 60))),
      );
      select.value = now.things.some((t) => t.id === chosen) ? chosen : "";
    }
    // The other language shows the same.
    const tongue = document.querySelector<HTMLAnchorElement>("a.tongue");
    if (tongue) tongue.hash = location.hash;
  }

  /** Choose where a path begins, and lead on to where it ends. */
  pathFrom(id: string): void {
    this.finder.hidden = false;
    this.finder.open = true;
    this.from.value = id;
    this.to.focus();
  }

  empty(yes: boolean): void {
    this.root.classList.toggle("bare", yes);
    for (const id of ["starts", "lead"]) {
      const part = document.getElementById(id);
      if (part) part.hidden = !yes;
    }
  }

  busy(yes: boolean): void {
    this.root.setAttribute("aria-busy", String(yes));
  }

  describe(text: string): void {
    this.stage.setAttribute("aria-label", text);
  }

  tell(text: string, wrong = false): void {
    this.status.textContent = text;
    this.status.classList.toggle("wrong", wrong);
  }

  hint(): Node {
    return make("p", { class: "soft" }, say("island-explore-hint"));
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.tell(say("island-explore-copied"));
    } catch {
      // Without a secure connection a page may not write to the clipboard.
      this.address.hidden = false;
      this.address.value = location.href;
      this.address.select();
      this.tell(say("island-explore-copy-self"));
    }
  }
}

function layoutName(name: Layout): string {
  const names: Record<Layout, string> = {
    force: say("island-explore-layout-force"),
    layers: say("island-explore-layout-layers"),
    rings: say("island-explore-layout-rings"),
  };
  return names[name];
}
