import { expect, test } from "vitest";
import { say } from "../src/shared/words";

test("values are put into a sentence, and a value that looks like a place is left alone", () => {
  const words = { found: "{count} 项，属于 {name}" };
  expect(say(words, "found", { count: 3, name: "{count}" })).toBe("3 项，属于 {count}");
});

test("a sentence that the page did not give shows its code", () => {
  expect(say({}, "web-missing")).toBe("web-missing");
});
