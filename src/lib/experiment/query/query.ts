export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~";

export type QueryValue =
  | {kind: "text"; text: string}
  /** `rounding` is half of the last digit that is written; `text` is how it was written. */
  | {kind: "number" | "duration"; number: number; rounding: number; text: string}
  | {kind: "date"; from: number; until: number; text: string}
  /** That the row has no value. */
  | {kind: "missing"};

/** What a query asks for; `field` is the name of a `QueryField`. */
export type Query =
  | {kind: "and" | "or"; terms: Query[]}
  | {kind: "not"; term: Query}
  | {kind: "condition"; field: string; operator: ComparisonOperator; value: QueryValue}
  /** Text to find in the run's name. */
  | {kind: "text"; text: string};
