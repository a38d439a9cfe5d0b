import {isRecord, type JsonValue, readAnyText, readCount, readField, readOneOf} from "../json.js";
import {type DataCard, readDataCard} from "./dataCard.js";

/** Made up, from a competition of Kaggle's, or a table of one's own. */
export const dataKinds = ["demo", "kaggle", "file"] as const;
export type DataKind = (typeof dataKinds)[number];

/** Of an older run or of another program's, which may say anything: those were on Kaggle's data or on demo data. */
export function readDataKind(text: string | undefined): DataKind {
  return dataKinds.find((kind) => kind === text) ?? "demo";
}

/** Which data a page shows. `demo` is named as such on every page that shows it. */
export interface DataSource {
  kind: DataKind;
  trainRows: number;
  testRows: number;
  /** Hex SHA-256 of `train.csv`; empty where the runs do not say. */
  digest: string;
  /** What people should know of it; `cardOf` has one for data without. */
  card?: DataCard;
}

/** @throws UserError CODE-missing-field, CODE-bad-field */
export function readDataSource(json: JsonValue): DataSource {
  const card =
    isRecord(json.value) && json.value.card !== undefined ? readField(json, "card", readDataCard) : undefined;
  return {
    kind: readField(json, "kind", readOneOf(...dataKinds)),
    trainRows: readField(json, "trainRows", readCount),
    testRows: readField(json, "testRows", readCount),
    digest: readField(json, "digest", readAnyText),
    ...(card && {card})
  };
}

const question =
  "Which customers will make a certain transaction? Santander published 200 anonymous features of each, and a target of 0 or 1.";

/** Of data that bring no card of their own; older runs were on these data alone. */
const builtIn: Readonly<Record<DataSource["kind"], DataCard>> = {
  kaggle: {
    title: "Santander Customer Transaction Prediction",
    description: question,
    source: "https://www.kaggle.com/competitions/santander-customer-transaction-prediction",
    target: "the customer makes the transaction"
  },
  demo: {
    title: "Demo data",
    description: `${question} The rows shown here are made up to resemble those.`,
    target: "the customer makes the transaction"
  },
  file: {title: "A table of one's own", description: "The features of each row, and a target of 0 or 1."}
};

/** The card of the data that a page, a run or a model speaks of. */
export function cardOf({kind, card}: Pick<DataSource, "kind" | "card">): DataCard {
  return card ?? builtIn[kind];
}
