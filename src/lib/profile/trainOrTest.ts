import {
  isRecord,
  parseDocument,
  readAnyText,
  readCount,
  readField,
  readList,
  readNumber,
  readOptional,
  readText
} from "../json.js";
import type {Absent} from "../metrics/metricSpread.js";

/** How well a model tells the rows of the training file from those of the test file by their features. */
export interface TrainOrTest {
  /** Mean over the halves, each predicted by a model of the other half; 0.5 is guessing. */
  auc: number;
  /** 95 % interval, which holds for these two models. */
  low: number;
  high: number;
  /** Rows taken from each file. */
  train: number;
  test: number;
  /** The features with the largest shares of the models' gain, largest first. */
  features: {name: string; share: number}[];
  /** Of both files; of what is recorded. */
  digests?: string[];
}

const document = {title: "The file on train and test", code: "train-or-test"};

/** @throws UserError train-or-test-not-json, train-or-test-missing-field, train-or-test-bad-field */
export function parseTrainOrTest(text: string): TrainOrTest {
  const json = parseDocument(text, document);
  return {
    auc: readField(json, "auc", readNumber(0, 1)),
    low: readField(json, "low", readNumber(0, 1)),
    high: readField(json, "high", readNumber(0, 1)),
    train: readField(json, "train", readCount),
    test: readField(json, "test", readCount),
    features: readField(
      json,
      "features",
      readList((at) => ({name: readField(at, "name", readAnyText), share: readField(at, "share", readNumber(0, 1))}))
    ),
    digests: readField(json, "digests", readOptional(readList(readText)))
  };
}

/** The same, or the reason why it is not known. */
export function parseTrainOrTestIfKnown(text: string): TrainOrTest | Absent {
  const json = parseDocument(text, document);
  return isRecord(json.value) && json.value.reason !== undefined
    ? {reason: readField(json, "reason", readText)}
    : parseTrainOrTest(text);
}
