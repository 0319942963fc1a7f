import { expect, test } from "vitest";
import { box, LINE, LINES, lines, width } from "../../src/explore/label";
import { arrange, type Box } from "../../src/explore/layout";
import { LAYOUTS } from "../../src/explore/state";

const star = (count: number): { boxes: Box[]; pairs: { s: string; o: string }[] } => ({
  boxes: Array.from({ length: count }, (_, n) => ({
    id: `${n}`,
    ...box("柳州市交通学校专业群"),
    layer: n % 4,
  })),
  pairs: Array.from({ length: count - 1 }, (_, n) => ({ s: "0", o: `${n + 1}` })),
});

test.each(LAYOUTS)(
  "in layout %s no label lies upon another, and the same gives the same",
  (how) => {
    const { boxes, pairs } = star(40);
    const at = arrange(how, boxes, pairs, "0");
    expect(arrange(how, boxes, pairs, "0")).toEqual(at);
    for (const a of boxes)
      for (const b of boxes) {
        const [p, q] = [at.get(a.id), at.get(b.id)];
        if (a.id >= b.id || !p || !q) continue;
        const apart = Math.max(Math.abs(p.x - q.x) - a.w, Math.abs(p.y - q.y) - a.h);
        expect(apart).toBeGreaterThan(-6);
      }
  },
);

test.each(LAYOUTS)("in layout %s what is pinned stays", (how) => {
  const { boxes, pairs } = star(12);
  const pinned = boxes.map((b) =>
    b.id === "3" ? { ...b, at: { x: 500, y: -80 }, fixed: true } : b,
  );
  expect(arrange(how, pinned, pairs, "0").get("3")).toEqual({ x: 500, y: -80 });
});

test.each([
  "",
  " ",
  "柳",
  "a".repeat(500),
  "柳州市".repeat(900),
  "مدرسة \u202e",
  "<script>alert(1)</script>",
  "Liuzhou Transport School",
])("a label is broken into a few lines that fit: %s", (label) => {
  const made = lines(label);
  expect(made.length).toBeLessThanOrEqual(LINES);
  for (const line of made) expect(width(line)).toBeLessThanOrEqual(LINE + 1);
});

test("a name of two lines is cut near its middle", () => {
  expect(lines("汽车运用与维修专业群")).toEqual(["汽车运用与", "维修专业群"]);
});
