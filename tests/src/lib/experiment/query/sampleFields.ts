import {type QueryField, QueryFields} from "../../../../../src/lib/experiment/query/fields.js";

const day = 86_400_000;
const numbersOf = (texts: readonly (string | undefined)[]) =>
  texts.map((text) => (text === undefined ? Number.NaN : Number(text)));

const text = (name: string, texts: (string | undefined)[]): QueryField => ({
  name,
  aliases: [],
  kind: "text",
  numbers: texts.map(() => Number.NaN),
  texts
});
const parameter = (name: string, texts: (string | undefined)[]): QueryField => {
  const numbers = numbersOf(texts);
  return {
    name,
    aliases: [],
    kind: texts.every((value, row) => value === undefined || !Number.isNaN(numbers[row])) ? "number" : "text",
    numbers,
    texts
  };
};

export const names = ["tuned-1", "tuned-2", "forest one", "log book"];

/** Four runs, with what queries stumble over: names with spaces, numbers beside text, missing values. */
export const sampleFields = new QueryFields([
  text("name", names),
  text("model", ["lightgbm-tuned", "lightgbm-tuned", "Random forest", "lightgbm"]),
  {name: "auc", aliases: ["AUC"], kind: "number", numbers: [0.88771, 0.8634, 0.75, Number.NaN]},
  {name: "logloss", aliases: ["Log loss"], kind: "number", numbers: [0.219, 0.25, 0.295, 0.3]},
  parameter("num_leaves", ["2", "2", "127", undefined]),
  parameter("max_depth", ["3", "None", "5", "5"]),
  parameter("C", ["1", "2", "3", "4"]),
  parameter("c", ["5", "6", "7", "8"]),
  parameter("odd name, and", ["x", "missing", "3", ""]),
  {name: "duration", aliases: [], kind: "duration", numbers: [112_000, 31_000, 4_200, 3_600_000]},
  {
    name: "started",
    aliases: [],
    kind: "date",
    numbers: [0, 1, 2, 3].map((i) => Date.UTC(2026, 10, 22) + i * day + 3_600_000)
  }
]);
