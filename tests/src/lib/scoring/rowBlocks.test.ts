import {expect, test} from "vitest";
import {CsvReader} from "../../../../src/lib/csv/csvReader.js";
import {type RowBlock, rowBlocks} from "../../../../src/lib/scoring/scoreCsv.js";

test("rows come in blocks, row by row, each in memory of its own", () => {
  const blocks: RowBlock[] = [];
  const reader = new CsvReader({schema: "infer", sink: () => rowBlocks(2, 2, (block) => blocks.push(block))});
  reader.push(new TextEncoder().encode("id,x,y\na,1,2\nb,3,4\nc,5,6\n"));
  reader.finish();
  expect(blocks).toEqual([
    {ids: ["a", "b"], features: Float64Array.of(1, 2, 3, 4), rows: 2},
    {ids: ["c"], features: Float64Array.of(5, 6), rows: 1}
  ]);
  expect(blocks[0].features.buffer).not.toBe(blocks[1].features.buffer);
});

test("a last block that is full is not followed by an empty one", () => {
  const sizes: number[] = [];
  const sink = rowBlocks(1, 1, ({rows}) => sizes.push(rows));
  sink.row("a", Float64Array.of(1), Number.NaN);
  sink.end?.();
  expect(sizes).toEqual([1]);
});
