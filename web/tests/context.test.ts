import { describe, expect, test } from "vitest";
import { contextAt, declared, placeForPrefix, triples, variables } from "../src/sparql/context";
import { offsetOf, signs } from "../src/sparql/signs";

/** The place at the bar in a text. */
function at(text: string) {
  return contextAt(text.replace("|", ""), text.indexOf("|"));
}

describe("where somebody is writing", () => {
  test.each([
    ["SEL|", "start", "SEL"],
    ["PREFIX fo|", "prefix", "fo"],
    ["SELECT ?s|", "select", "?s"],
    ["SELECT (COU|", "select", "COU"],
    ["SELECT ?s WHERE { |", "subject", ""],
    ["SELECT ?s WHERE { ?s |", "predicate", ""],
    ["SELECT ?s WHERE { ?s vet:|", "predicate", "vet:"],
    ["SELECT ?s WHERE { ?s a 学校|", "class", "学校"],
    ["SELECT ?s WHERE { ?s rdf:type |", "class", ""],
    ["SELECT ?s WHERE { ?s a vet:School ; has|", "predicate", "has"],
    ["SELECT ?s WHERE { ?s a vet:School ; vet:x ?y , |", "object", ""],
    ["SELECT ?s WHERE { ?s a vet:School . |", "subject", ""],
    ["SELECT ?s WHERE { ?s vet:a/|", "predicate", ""],
    ["SELECT ?s WHERE { ?s (vet:a|", "predicate", "vet:a"],
    ["SELECT ?s WHERE { ?s (vet:a/vet:b) |", "object", ""],
    ["SELECT ?s WHERE { ?s vet:a 1 FILTER(?|", "expression", "?"],
    ["SELECT ?s WHERE { ?s vet:a 1 FILTER(?x > 1) ?t |", "predicate", ""],
    ["SELECT ?s WHERE { ?s vet:a 1 OPTIONAL { ?s |", "predicate", ""],
    ["SELECT ?s WHERE { GRAPH ?g { ?s |", "predicate", ""],
    ["SELECT ?s WHERE { ?s vet:a [ |", "predicate", ""],
    ["SELECT ?s WHERE { ?s vet:a [ vet:b 1 ] ; |", "predicate", ""],
    ["SELECT ?s WHERE { VALUES ?s { |", "values", ""],
    ["SELECT ?s WHERE { VALUES (?s ?t) { (1 2) (|", "values", ""],
    ["SELECT ?s WHERE { VALUES ?s { 1 } ?s |", "predicate", ""],
    ['SELECT ?s WHERE { ?s vet:a "1"^^xsd:integer ; |', "predicate", ""],
    ['SELECT ?s WHERE { ?s vet:a "学校"@zh ; |', "predicate", ""],
    ["SELECT ?s WHERE { { SELECT ?t WHERE { ?t |", "predicate", ""],
    ["SELECT ?s WHERE { ?s ?p ?o } ORD|", "tail", "ORD"],
    ["SELECT ?s WHERE { ?s ?p ?o } ORDER BY |", "tail", ""],
    ["CONSTRUCT { ?s |", "predicate", ""],
    ["SELECT ?s # 学|", "none", "学"],
    ['SELECT ?s WHERE { ?s vet:a "学|', "none", "学"],
  ])("%s", (text, place, typed) => {
    expect(at(text)).toMatchObject({ place, typed });
  });

  test("the subject of a pattern is known after a semicolon", () => {
    expect(at("SELECT * { ?x a vet:School ; |").subject).toBe("?x");
  });

  test("a comment ends with its line", () => {
    expect(at("SELECT ?s # one\nWHERE { ?s |").place).toBe("predicate");
  });
});

test("patterns are read through lists, paths, brackets and the rest of a broken query", () => {
  expect(triples('{ ?x a vet:School ; vet:n "a" , ?y . ?z 学')).toEqual([
    { subject: "?x", predicate: "a", object: "vet:School" },
    { subject: "?x", predicate: "vet:n", object: '"a"' },
    { subject: "?x", predicate: "vet:n", object: "?y" },
  ]);
});

test("variables are told once, without their sign, and not from comments", () => {
  expect(variables("SELECT ?a $b ?学校 { ?a ?p ?b } # ?c")).toEqual(["a", "b", "学校", "p"]);
});

test("a declared prefix is known, and a new line goes below it", () => {
  const text = "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nSELECT ?s { }";
  expect([...declared(text)]).toEqual([["foaf", "http://xmlns.com/foaf/0.1/"]]);
  expect(placeForPrefix(text)).toBe(text.indexOf("SELECT"));
  expect(placeForPrefix("SELECT ?s")).toBe(0);
});

test("signs put together are the text without its blanks", () => {
  const text = "SELECT (COUNT(?s) AS ?n) {\n ?s <http://a/b> 'it\\'s' ; vet:a 1.5 } # end";
  expect(
    signs(text)
      .map((s) => s.text)
      .join(""),
  ).toBe(text.replace(/\s(?!end)/g, "").replace("#end", "# end"));
});

test("a string that is not closed does not swallow the next line", () => {
  expect(signs('"abc\n?x').map((s) => s.kind)).toEqual(["open", "variable"]);
});

test("a place counts characters as people do, and stays within the text", () => {
  expect(offsetOf("a\n🏫b", 2, 2)).toBe(4);
  expect(offsetOf("a\nb", 9, 9)).toBe(3);
  expect(offsetOf("", 1, 1)).toBe(0);
});
