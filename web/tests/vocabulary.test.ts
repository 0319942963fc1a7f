import { expect, test } from "vitest";
import { triples } from "../src/sparql/context";
import {
  classesOf,
  fitness,
  iriOf,
  type Term,
  usedOn,
  type Vocabulary,
  written,
} from "../src/sparql/vocabulary";

const VET = "https://w3id.org/zhitu/ontology#";
const base = { definition: "", uses: 1, on: {}, to: [] };
const school: Term = {
  ...base,
  kind: "class",
  iri: `${VET}School`,
  name: "vet:School",
  zh: "中等职业学校",
  en: "secondary vocational school",
  pinyin: "zhongdengzhiyexuexiao",
  initials: "zdzyxx",
};
const offers: Term = {
  ...base,
  kind: "property",
  iri: `${VET}offersCluster`,
  name: "vet:offersCluster",
  zh: "开设专业群",
  en: "offers cluster",
  pinyin: "kaishezhuanyequn",
  initials: "kszyq",
  on: { [`${VET}School`]: 22 },
  to: [`${VET}ProgrammeCluster`],
};
const person: Term = {
  ...base,
  kind: "class",
  iri: "http://xmlns.com/foaf/0.1/Person",
  name: "foaf:Person",
  zh: "Person",
  en: "Person",
  pinyin: "",
  initials: "",
};
const words: Vocabulary = {
  prefixes: { vet: VET },
  others: { foaf: "http://xmlns.com/foaf/0.1/" },
  terms: [school, offers, person],
};

test.each([
  "学校",
  "中等",
  "voc",
  "School",
  "zhongdeng",
  "zdzy",
  "xuexiao",
  "vet:学校",
  "vet:Sch",
  "vet:xuexiao",
])("a class is found by %s", (typed) => expect(fitness(school, typed)).toBeDefined());

test.each(["企业", "foaf:School", "x", "qqq"])("a class is not found by %s", (typed) =>
  expect(fitness(school, typed)).toBeUndefined(),
);

test("a name that begins so fits better than one that holds it", () => {
  expect(fitness(school, "中等")).toBeLessThan(fitness(school, "学校") ?? 0);
});

test("a term is written with what the query declares, and brings the prefix that it lacks", () => {
  expect(written(school, "", words)).toEqual({ name: "vet:School" });
  expect(written(school, `PREFIX v: <${VET}>`, words)).toEqual({ name: "v:School" });
  expect(written(school, "PREFIX vet: <http://other/>", words)).toEqual({ name: `<${VET}School>` });
  expect(written(person, "", words)).toEqual({
    name: "foaf:Person",
    prefix: "foaf",
    namespace: "http://xmlns.com/foaf/0.1/",
  });
});

test("classes of a variable are those stated, else those that a property leads to", () => {
  const text = "{ ?x a vet:School ; vet:offersCluster ?c }";
  expect(classesOf("?x", triples(text), text, words)).toEqual(new Set([`${VET}School`]));
  expect(classesOf("?c", triples(text), text, words)).toEqual(new Set([`${VET}ProgrammeCluster`]));
  expect(usedOn(offers, new Set([`${VET}School`]))).toBe(22);
  expect(usedOn(offers, new Set([`${VET}ProgrammeCluster`]))).toBe(0);
});

test("names with an escape stand for their IRI, values for none", () => {
  expect(iriOf("vet:a\\/b", "", words)).toBe(`${VET}a/b`);
  expect(iriOf('"vet:a"', "", words)).toBe("");
  expect(iriOf("?x", "", words)).toBe("");
});
