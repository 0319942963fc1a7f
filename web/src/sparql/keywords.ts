/** The words of SPARQL 1.1 that an editor offers, by where they can stand. */
export const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"];
export const SELECTING = ["DISTINCT", "REDUCED", "AS", "WHERE", "FROM", "FROM NAMED"];
export const PATTERNS = [
  "OPTIONAL",
  "FILTER",
  "FILTER NOT EXISTS",
  "FILTER EXISTS",
  "UNION",
  "MINUS",
  "BIND",
  "VALUES",
  "GRAPH",
  "SELECT",
];
export const TAILS = ["ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "VALUES"];
export const AGGREGATES = ["COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"];
export const FUNCTIONS = [
  ...["CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "REPLACE", "SUBSTR", "STRLEN", "CONCAT"],
  ...["STRBEFORE", "STRAFTER", "UCASE", "LCASE", "STR", "LANG", "LANGMATCHES", "DATATYPE", "IRI"],
  ...["BOUND", "COALESCE", "IF", "EXISTS", "NOT EXISTS", "IN", "NOT IN", "isIRI", "isBlank"],
  ...["isLiteral", "isNumeric", "sameTerm", "ABS", "ROUND", "CEIL", "FLOOR", "YEAR", "MONTH"],
  ...["DAY", "NOW", "STRDT", "STRLANG", "ENCODE_FOR_URI"],
];
