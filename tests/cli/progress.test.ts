import {expect, test} from "vitest";
import {formatAmount, formatDuration, Progress} from "../../cli/progress.js";

function clock({isTTY}: {isTTY: boolean}) {
  const stream = {isTTY, columns: 80, written: "", write: (text: string) => (stream.written += text)};
  const time = {now: 0};
  return {stream, time, now: () => time.now};
}

test("work of under a second is silent", () => {
  const {stream, time, now} = clock({isTTY: true});
  const progress = new Progress("Reading", {total: 10, stream, now});
  time.now = 900;
  progress.report(9);
  progress.end();
  expect(stream.written).toBe("");
});

test("a terminal gets a bar that is drawn over and a closing line", () => {
  const {stream, time, now} = clock({isTTY: true});
  const progress = new Progress("Reading", {total: 40_000_000, unit: "bytes", stream, now});
  time.now = 2000;
  progress.report(10_000_000);
  expect(stream.written).toBe("\r\x1b[KReading ██████░░░░░░░░░░░░░░░░░░  25 %, 5.0 MB/s");
  stream.written = "";
  time.now = 2050;
  progress.report(11_000_000);
  expect(stream.written).toBe("");
  time.now = 8000;
  progress.report(40_000_000);
  progress.end();
  expect(stream.written).toContain("\r\x1b[KReading: 40.0 MB in 8.0 s\n");
});

test("elsewhere there is a plain line every ten seconds", () => {
  const {stream, time, now} = clock({isTTY: false});
  const progress = new Progress("Training", {total: 100, unit: "trees", stream, now});
  for (time.now = 0; time.now <= 20_000; time.now += 500) progress.report(time.now / 250);
  progress.end();
  expect(stream.written.split("\n")).toEqual([
    "Training  4 %, 4 trees",
    "Training  44 %, 14 s left, 44 trees",
    "Training: 80 trees in 21 s",
    ""
  ]);
});

test("what was done before counts for the share, not for rate and time left", () => {
  const {stream, time, now} = clock({isTTY: false});
  using progress = new Progress("Downloading", {total: 100_000_000, from: 50_000_000, unit: "bytes", stream, now});
  for (time.now = 0; time.now <= 11_000; time.now += 250) progress.report(50_000_000 + 2500 * time.now);
  expect(stream.written.split("\n").at(-2)).toBe("Downloading  77 %, 9.0 s left, 2.5 MB/s");
});

test("failed work leaves no bar behind and no closing line", () => {
  const {stream, time, now} = clock({isTTY: true});
  {
    using progress = new Progress("Reading", {total: 10, stream, now});
    time.now = 1500;
    progress.report(5);
    stream.written = "";
  }
  expect(stream.written).toBe("\r\x1b[K");
});

test("amounts and durations are written for people", () => {
  expect([1, 999, 12_345, 302_100_000].map((bytes) => formatAmount(bytes, "bytes"))).toEqual([
    "1 bytes",
    "999 bytes",
    "12.3 kB",
    "302 MB"
  ]);
  expect(formatAmount(1500, "rows")).toBe("1,500 rows");
  expect([420, 42_000, 185_000, 3_720_000].map(formatDuration)).toEqual(["0.4 s", "42 s", "3 min 5 s", "1 h 2 min"]);
});

test("there is no estimate before the rate is steady, and then it is right within a fifth", () => {
  const {stream, time, now} = clock({isTTY: true});
  using progress = new Progress("Training", {total: 1000, unit: "trees", stream, now});
  // A tree that comes late, as the first ones do, then 15 s of an even pace.
  const start = 1_000;
  const left: [number, number][] = [];
  for (let tree = 1; tree <= 1000; ++tree) {
    time.now = start + tree * 15;
    stream.written = "";
    progress.report(tree);
    const [, amount] = / (\d+(?:\.\d)?) s left/.exec(stream.written) ?? [];
    if (amount !== undefined) left.push([Number(amount), (start + 15_000 - time.now) / 1000]);
    expect(stream.written).not.toContain(" min ");
  }
  expect(left.length).toBeGreaterThan(50);
  for (const [said, actual] of left) expect(Math.abs(said - actual)).toBeLessThanOrEqual(0.2 * 15);
});
