import { expect, test } from "vitest";
import { decode, EMPTY, encode, LAYOUTS, MOST, type State } from "../../src/explore/state";

/** Numbers without chance, from 0 to 1. */
function numbers(seed: number): () => number {
  let now = seed;
  return () => {
    now = (now * 1664525 + 1013904223) % 2 ** 32;
    return now / 2 ** 32;
  };
}

const SIGNS = ["a", "-", "/", "柳", "%E6", ";", "@", "&", "=", "#", ",", "~", "!", " ", "😀", "<"];

function someState(next: () => number): State {
  const word = () =>
    Array.from({ length: 1 + next() * 8 }, () => SIGNS[Math.floor(next() * 16)]).join("");
  const words = () => [...new Set(Array.from({ length: next() * 4 }, word))];
  const things = [...new Set(Array.from({ length: next() * 12 }, word))].map((id) => ({
    id,
    ...(next() < 0.6
      ? { at: { x: Math.round(next() * 4000) - 2000, y: Math.round(next() * 900) - 450 } }
      : {}),
    ...(next() < 0.3 ? { pinned: true } : {}),
    ...(next() < 0.3 ? { hidden: true } : {}),
  }));
  const other = `https://example.org/${word()}`;
  return {
    things,
    noKinds: words(),
    noLinks: next() < 0.5 ? ["https://w3id.org/zhitu/ontology#worksWith"] : [other],
    selected: next() < 0.5 ? (things[0]?.id ?? "") : "",
    layout: LAYOUTS[Math.floor(next() * 3)] ?? "force",
  };
}

test("a link gives back the state that it was made of, whatever signs its names hold", () => {
  const next = numbers(7);
  for (let n = 0; n < 500; n++) {
    const state = someState(next);
    expect(decode(`#${encode(state)}`)).toEqual(state);
    expect(encode(state)).toMatch(/^[\w\-.~!*'()%/;@,&=]*$/);
  }
});

test("an empty canvas has an empty link", () => {
  expect(encode(EMPTY)).toBe("");
  expect(decode("")).toEqual(EMPTY);
});

test("properties of ours are written short", () => {
  const state = { ...EMPTY, noLinks: ["https://w3id.org/zhitu/ontology#worksWith"] };
  expect(encode(state)).toBe("l=worksWith");
});

test.each(["t=%", "t=a@x,y", "t=a@1e9,1", "t=@1,2", "y=circle&s=nobody", "&&&===", "t=a;a;a@5"])(
  "what cannot be read in a link is left out: %s",
  (link) => {
    const state = decode(link);
    expect(state.things.length).toBeLessThanOrEqual(1);
    expect(state.things[0]?.at).toBeUndefined();
    expect([state.layout, state.selected]).toEqual(["force", ""]);
  },
);

test("a link of more things than a canvas takes is cut", () => {
  const link = `t=${Array.from({ length: MOST + 50 }, (_, n) => `school/${n}`).join(";")}`;
  expect(decode(link).things).toHaveLength(MOST);
});
