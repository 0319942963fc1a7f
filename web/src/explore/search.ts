/** The search box: names in Chinese, pinyin, initials or English; arrows choose, Enter takes. */
import { type Found, Refused, search } from "./api";
import { make } from "./dom";
import { cut } from "./panel";
import { say } from "./words";

const PAUSE = 120;

/** The box with its list. `take` gets the IRI of what was chosen, `tell` what went wrong. */
export function searchBox(take: (iri: string) => void, tell: (text: string) => void): HTMLElement {
  const list = make("ul", {
    id: "found",
    role: "listbox",
    "aria-label": say("island-explore-search"),
    hidden: true,
  });
  const input = make("input", {
    id: "seek",
    type: "search",
    role: "combobox",
    autocomplete: "off",
    maxlength: 200,
    placeholder: say("island-explore-search-hint"),
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
  });
  let results: readonly Found[] = [];
  let at = -1;
  let asked = new AbortController();
  let waiting = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const choose = (found: Found | undefined) => {
    if (!found) return;
    input.value = "";
    close();
    take(found.iri);
  };
  const mark = (to: number) => {
    const options = [...list.querySelectorAll("[role=option]")];
    at = options.length ? (to + options.length) % options.length : -1;
    options.forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === at));
    });
    const option = options[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  };
  const show = () => {
    list.replaceChildren(
      ...results.map((found, n) =>
        make(
          "li",
          {
            id: `found-${n}`,
            role: "option",
            "aria-selected": "false",
            onpointerdown: (event) => {
              event.preventDefault();
              choose(found);
            },
          },
          make("span", {}, cut(found.label, 80)),
          make(
            "span",
            { class: "soft" },
            [
              ...found.kinds.map((k) => k.label),
              ...(found.name === found.label ? [] : [found.name]),
            ]
              .map((x) => cut(x, 60))
              .join(" · "),
          ),
        ),
      ),
    );
    if (!results.length)
      list.append(make("li", { class: "soft none" }, say("island-explore-search-none")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (results.length) mark(0);
  };
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const text = input.value.trim();
    if (!text) return close();
    try {
      results = await search(text, asked.signal);
      show();
    } catch (error) {
      if (error instanceof Refused) tell(error.message);
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(waiting);
      if (list.hidden) await ask();
      choose(results[Math.max(0, at)]);
    }
  });
  input.addEventListener("blur", close);
  return make(
    "div",
    { class: "seek" },
    make("label", { for: "seek" }, say("island-explore-search")),
    input,
    list,
  );
}
