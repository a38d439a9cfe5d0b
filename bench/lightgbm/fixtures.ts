// Makes the fixtures of lightgbm-wasm/tests: what the wheel of Python's lightgbm makes of every case of cases.ts
// (wheel.jsonl) and of LightGBM's own examples (examples.jsonl).
// Run with: node --import tsx bench/lightgbm/fixtures.ts

import {writeFile} from "node:fs/promises";
import {cases} from "../../lightgbm-wasm/tests/cases.js";
import {exampleNames} from "../../lightgbm-wasm/tests/examples.js";
import {wheelExamples, wheelOutcomes} from "../../lightgbm-wasm/tests/wheel.js";

const fixtures = new URL("../../lightgbm-wasm/tests/fixtures/", import.meta.url);

async function write(file: string, lines: readonly object[]): Promise<void> {
  await writeFile(new URL(file, fixtures), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

const outcomes = await wheelOutcomes(Object.values(cases));
await write(
  "wheel.jsonl",
  Object.keys(cases).map((name, i) => ({case: name, ...outcomes[i]}))
);
const examples = await wheelExamples(exampleNames);
await write(
  "examples.jsonl",
  exampleNames.map((name, i) => ({example: name, ...examples[i]}))
);
