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
  expect(stream.written).toBe("\r\x1b[KReading ██████░░░░░░░░░░░░░░░░░░  25 %, 6.0 s left, 5.0 MB/s");
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
    "Training  4 %, 24 s left, 4 trees",
    "Training  44 %, 14 s left, 44 trees",
    "Training: 80 trees in 21 s",
    ""
  ]);
});

test("what was done before counts for the share, not for rate and time left", () => {
  const {stream, time, now} = clock({isTTY: false});
  using progress = new Progress("Downloading", {total: 100_000_000, from: 50_000_000, unit: "bytes", stream, now});
  time.now = 10_000;
  progress.report(75_000_000);
  expect(stream.written).toBe("Downloading  75 %, 10 s left, 2.5 MB/s\n");
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
