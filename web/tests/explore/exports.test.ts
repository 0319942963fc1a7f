import { expect, test } from "vitest";
import { escapeXml, iriOf, localOf, svg, turtle } from "../../src/explore/exports";

const nasty = `"\\<script>alert(1)</script>\n&\u0000`;
const thing = (id: string, label: string) => ({
  id,
  iri: iriOf(id),
  href: "",
  label: { zh: label, en: label },
  kind: { id: "School", zh: "学校", en: "school", colour: 0, shape: "cross" },
});
const drawn = {
  things: [thing("school/b", nasty), thing("scheme/level/x", "乙")],
  links: [
    {
      s: "school/b",
      p: "https://w3id.org/zhitu/ontology#hasLevel",
      o: "scheme/level/x",
      derived: true,
    },
  ],
};

test("the statements that are seen are written in Turtle, with what would break it escaped", () => {
  const text = turtle(drawn);
  expect(text).toContain("vet:hasLevel <https://w3id.org/zhitu/scheme/level/x> .");
  expect(text).toContain('rdfs:label "\\"\\\\<script>alert(1)</script>\\u000a&\\u0000"@zh');
});

test("an SVG picture holds every label as text and no markup of it", () => {
  const text = svg(
    {
      ...drawn,
      at: new Map(),
      verbs: {},
      lang: "zh",
      title: nasty,
      source: "<b>",
      derived: "推得",
    },
    {
      marks: ["#000"],
      ink: "#000",
      soft: "#000",
      line: "#000",
      paper: "#fff",
      lit: "#000",
      font: '"A"',
    },
  );
  for (const forbidden of ["<script", "<b>", "\u0000"]) expect(text).not.toContain(forbidden);
  expect(text.match(/<path/g)?.length).toBeGreaterThan(3);
});

test("XML takes no signs that it forbids", () => {
  expect(escapeXml(`a<b>&"'\u0000\ufffe柳😀`)).toBe("a&#60;b&#62;&#38;&#34;&#39;柳😀");
});

test.each(["school/a", "scheme/industry/b"])("a name and its IRI belong together: %s", (id) => {
  expect(localOf(iriOf(id))).toBe(id);
});

test("an IRI of others has no name here", () => {
  expect(localOf("https://example.org/x")).toBe("");
});
