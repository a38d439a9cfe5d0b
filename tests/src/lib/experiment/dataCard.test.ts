import {expect, test} from "vitest";
import {type DataCard, formatDataCard, parseCardTag, parseDataCard} from "../../../../src/lib/experiment/dataCard.js";
import {cardOf} from "../../../../src/lib/experiment/dataSource.js";

const card: DataCard = {
  title: "Adult: census income",
  description: 'Each row is a person; "income" is to be predicted.',
  license: "CC BY 4.0",
  positive: ">50K",
  sample: "made-up"
};

test("what is formatted is read back, whatever the values begin with", () => {
  const odd = {...card, source: '"quoted"', target: "# no comment"};
  for (const each of [card, odd]) expect(parseDataCard(formatDataCard(each), "card.md")).toEqual(each);
  expect(parseCardTag(JSON.stringify(card))).toEqual(card);
});

test("comments, blank lines, empty values, byte order marks and notes below are no fields", () => {
  const text = "\uFEFF---\r\ntitle: T\r\n# a comment\r\n\r\nsource:\r\ndescription: D\r\n---\r\ntitle: not this\r\n";
  expect(parseDataCard(text, "card.md")).toEqual({title: "T", description: "D"});
});

test.each([
  ["no front matter", "# Title\n", "card-malformed", 1, "must begin with fields"],
  ["no end", "---\ntitle: T\n", "card-malformed", 1, "must begin with fields"],
  ["another line", "---\ntitle: T\njust words\n---\n", "card-malformed", 3, "Line 3"],
  ["an unknown field", "---\nlicence: MIT\n---\n", "card-malformed", 2, "did you mean `license`?"],
  ["a field twice", "---\ntitle: T\ntitle: U\n---\n", "card-malformed", 3, "twice"],
  ["an open quote", '---\ntitle: "T\n---\n', "card-malformed", 2, "not closed"],
  ["no description", "---\ntitle: T\n---\n", "card-missing-field", undefined, "has no `description`"],
  [
    "a long title",
    `---\ntitle: ${"T".repeat(101)}\ndescription: D\n---\n`,
    "card-bad-field",
    undefined,
    "101 characters"
  ],
  [
    "another sample",
    "---\ntitle: T\ndescription: D\nsample: all\n---\n",
    "card-bad-field",
    undefined,
    "rows or made-up"
  ]
])("a card with %s is refused with its place", (_, text, code, row, message) => {
  let error: unknown;
  try {
    parseDataCard(text, "data/card.md");
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({code, message: expect.stringContaining(message)});
  expect(error).toHaveProperty("place.file", "data/card.md");
  if (row !== undefined) expect(error).toHaveProperty("place.row", row);
});

test("runs that logged no card, or a broken one, are on the data that older runs were on", () => {
  expect(parseCardTag(undefined)).toBeUndefined();
  expect(parseCardTag('{"title":1}')).toBeUndefined();
  expect(parseCardTag("{")).toBeUndefined();
  expect(cardOf({kind: "kaggle"}).title).toBe("Santander Customer Transaction Prediction");
  expect(cardOf({kind: "file", card})).toBe(card);
});
