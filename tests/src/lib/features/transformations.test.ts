import {gzipSync, strToU8} from "fflate";
import {describe, expect, test} from "vitest";
import {packFitted} from "../../../../models/training/packFitted.js";
import {applyTransformations, transformRows} from "../../../../src/lib/features/applyTransformations.js";
import {fitTransformations} from "../../../../src/lib/features/fitTransformations.js";
import {unpackFitted} from "../../../../src/lib/features/fittedFile.js";
import {realRows} from "../../../../src/lib/features/realRows.js";
import type {Transformation} from "../../../../src/lib/features/transformation.js";

const table = {
  names: ["a", "b"],
  columns: [Float64Array.of(1, 1, 2, 3, Number.NaN, 1), Float64Array.of(10, 0, 20, 30, 40, 1000)]
};
const all = Uint32Array.of(0, 1, 2, 3, 4, 5);

function columnsAfter(transformations: Transformation[], training = all, unlabelled?: Float64Array[]) {
  const fitted = fitTransformations(transformations, table, {training, unlabelled});
  const {names, columns} = applyTransformations(fitted, table);
  return Object.fromEntries(names.map((name, index) => [name, [...(columns[index] ?? [])]]));
}

describe("a transformation", () => {
  test("counts values in all rows and in those without labels, up to a cap; a missing value is 0", () => {
    const counts = (cap: number, unlabelled?: Float64Array[]) =>
      columnsAfter([{kind: "value-counts", features: ["a"], cap}], Uint32Array.of(0, 1), unlabelled).a_count;
    expect(counts(9)).toEqual([3, 3, 1, 1, 0, 3]);
    expect(counts(2)).toEqual([2, 2, 1, 1, 0, 2]);
    expect(counts(9, [Float64Array.of(2, 7), Float64Array.of(0, 0)])).toEqual([3, 3, 2, 1, 0, 3]);
  });

  test("divides, and gives no number where it cannot", () => {
    const made = columnsAfter([{kind: "ratio", numerator: "a", denominator: "b"}]);
    expect(made.a_per_b).toEqual([0.1, Number.NaN, 0.1, 0.1, Number.NaN, 0.001]);
  });

  test("clips and ranks by quantiles of the training rows alone", () => {
    const training = Uint32Array.of(0, 1, 2, 3, 4);
    expect(columnsAfter([{kind: "clip", features: ["b"], lower: 0.25, upper: 1}], training).b).toEqual([
      10, 10, 20, 30, 40, 40
    ]);
    expect(
      columnsAfter([{kind: "rank", features: ["b"], steps: 4}], training).b?.map((rank) => rank.toFixed(2))
    ).toEqual(["0.00", "0.00", "0.33", "0.67", "1.00", "1.00"]);
  });

  test("drops features, and sees what the ones before it have made", () => {
    const made = columnsAfter([
      {kind: "value-counts", features: ["a"], cap: 9},
      {kind: "drop", features: ["a"]},
      {kind: "ratio", numerator: "a_count", denominator: "b"}
    ]);
    expect(Object.keys(made)).toEqual(["b", "a_count", "a_count_per_b"]);
    expect(() =>
      columnsAfter([
        {kind: "drop", features: ["a"]},
        {kind: "clip", features: ["a"], lower: 0, upper: 1}
      ])
    ).toThrow("There is no feature `a` to transform.");
  });
});

test("rows come out of a file as the training saw them, also after the fitted is written and read", () => {
  const fitted = fitTransformations(
    [
      {kind: "clip", lower: 0.1, upper: 0.9},
      {kind: "rank", features: ["b"], steps: 3},
      {kind: "value-counts", cap: 5},
      {kind: "ratio", numerator: "a", denominator: "b_count"},
      {kind: "drop", features: ["a"]}
    ],
    table,
    {training: all}
  );
  const packed = packFitted({features: table.names, pipelines: [fitted, fitted]});
  const {features: names, pipelines} = unpackFitted(packed);
  expect(pipelines).toEqual([fitted, fitted]);
  const rows = Float64Array.from({length: 12}, (_, index) => table.columns[index % 2]?.[index >> 1] ?? 0);
  const made = transformRows(pipelines, names, {features: rows, rows: 6});
  const {columns} = applyTransformations(fitted, table);
  expect(made.width).toBe(2 * columns.length);
  const expected = Array.from({length: 6}, (_, row) => [...columns, ...columns].map((column) => column[row])).flat();
  expect([...made.features]).toEqual(expected);
});

test.each([
  ["{}", "The list of transformations has no `features`."],
  ['{"features": ["a"], "pipelines": [{}]}', "`pipelines[0]` of the list of transformations must be a list."],
  ['{"features": ["a"], "pipelines": [[{"kind": "sum"}]]}', "`pipelines[0][0].kind` of the list"],
  [
    '{"features": ["a"], "pipelines": [[{"kind": "clip", "ranges": [{"feature": "a"}]}]]}',
    "The list of transformations has no `pipelines[0][0].ranges[0].minimum`."
  ],
  [
    '{"features": ["a"], "pipelines": [[{"kind": "value-counts", "tables": [{"feature": "a", "values": [2, 1]}]}]]}',
    "`pipelines[0][0].tables[0].values` of the list of transformations must be rising numbers."
  ],
  ["nothing", "The list of transformations is not a JSON file."]
])("%s is no list of transformations, and where it is not is said", (text, message) => {
  expect(() => unpackFitted(gzipSync(strToU8(text)))).toThrow(message);
});

test("what is not packed is no list of transformations", () => {
  expect(() => unpackFitted(strToU8("{}"))).toThrow("not a JSON file, packed by gzip");
});

test("rows that are copied together from others are known by having no value of their own", () => {
  // The last two rows have their values from the others.
  const columns = [Float64Array.of(1, 2, 3, 4, 1, 2), Float64Array.of(5, 6, 7, 8, 7, 8)];
  expect(realRows(columns).map((column) => [...column])).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8]
  ]);
  const distinct = [Float64Array.of(1, 2, 3)];
  expect(realRows(distinct)).toBe(distinct);
});
