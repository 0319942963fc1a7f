import { expect, test } from "vitest";
import { add, hanging, type Link, remove, type Scene, visible } from "../../src/explore/scene";
import { EMPTY, MOST, type State } from "../../src/explore/state";

const link = (s: string, o: string, p = "p"): Link => ({ s, p, o, derived: false });
const state = (...ids: string[]): State => ({ ...EMPTY, things: ids.map((id) => ({ id })) });
const ids = (s: State) => s.things.map((t) => t.id);

test("a thing that is there already is not added again, and keeps its place", () => {
  const before = { ...EMPTY, things: [{ id: "a", at: { x: 1, y: 2 } }] };
  const after = add(before, ["a", "b", "b"]).state;
  expect(after.things).toEqual([{ id: "a", at: { x: 1, y: 2 } }, { id: "b" }]);
});

test("what is asked for is seen, even if it was hidden", () => {
  const before = { ...EMPTY, things: [{ id: "a", hidden: true }] };
  expect(add(before, ["a"]).state.things).toEqual([{ id: "a" }]);
});

test("a canvas takes so many things and says how many found no room", () => {
  const many = Array.from({ length: MOST + 3 }, (_, n) => `x/${n}`);
  const { state: full, left } = add(state("a"), many);
  expect([full.things.length, left]).toEqual([MOST, 4]);
});

test("folding takes what hangs on one thing alone, and nothing that is pinned", () => {
  const links = [link("a", "b"), link("a", "c"), link("c", "d"), link("a", "e")];
  const shown = {
    ...state("a", "b", "c", "d"),
    things: [...state("a", "b", "c", "d").things, { id: "e", pinned: true }],
  };
  expect([...hanging(shown, links, "a")]).toEqual(["b"]);
  expect(ids(remove(shown, new Set(["b"])))).toEqual(["a", "c", "d", "e"]);
});

test("a thing that is taken away is selected no more", () => {
  expect(remove({ ...state("a", "b"), selected: "a" }, new Set(["a"])).selected).toBe("");
});

test("a link is drawn only with both its ends, and neither of a hidden kind", () => {
  const thing = (id: string, kind: string) => ({
    id,
    iri: id,
    href: "",
    label: { zh: id, en: id },
    kind: { id: kind, zh: kind, en: kind, colour: 0, shape: "circle" },
  });
  const scene: Scene = {
    things: [thing("a", "K"), thing("b", "K"), thing("c", "L")],
    links: [link("a", "b"), link("b", "c"), link("a", "b", "q")],
    verbs: {},
  };
  const some = { ...state("a", "b", "c"), noKinds: ["L"], noLinks: ["q"] };
  expect(visible(scene, some)).toEqual({
    things: scene.things.slice(0, 2),
    links: [link("a", "b")],
  });
  expect(visible(scene, state("a", "c")).links).toEqual([]);
});
