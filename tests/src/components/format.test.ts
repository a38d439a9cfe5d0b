import {expect, test} from "vitest";
import {
  formatBytes,
  formatCount,
  formatDate,
  formatDelta,
  formatDuration,
  formatMetric,
  formatPercent,
  formatRows,
  formatSpread,
  formatValue
} from "../../../src/components/format.js";

test("counts have separators and metrics four decimals", () => {
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect(formatRows(1)).toBe("1 row");
  expect(formatRows(20_000)).toBe("20,000 rows");
  expect(formatMetric(0.87849)).toBe("0.8785");
  expect(formatSpread({mean: 0.8785, standardDeviation: 0.0042})).toBe("0.8785 ± 0.0042");
});

test("a difference carries its sign, also when it rounds to nothing", () => {
  expect(formatDelta(0.0123)).toBe("+0.0123");
  expect(formatDelta(-0.0123)).toBe("−0.0123");
  expect(formatDelta(-0.00004)).toBe("±0.0000");
});

test("negative values have a minus sign, and zero has none", () => {
  expect(formatValue(-3.066)).toBe("−3.07");
  expect(formatValue(-0.001)).toBe("0.00");
  expect(formatPercent(0.1005)).toBe("10.1 %");
});

test("durations are in words at every scale", () => {
  expect([850, 4_210, 9_970, 59_600, 112_000, 3_725_000].map(formatDuration)).toEqual([
    "850 ms",
    "4.2 s",
    "10 s",
    "1 min 0 s",
    "1 min 52 s",
    "1 h 2 min"
  ]);
});

test("dates are written out in UTC and sizes in decimal units", () => {
  expect(formatDate(Date.UTC(2026, 10, 23, 23, 59))).toBe("23 November 2026");
  expect([999, 14_200, 3_700_000, 1.4e9].map(formatBytes)).toEqual(["999 bytes", "14 kB", "3.7 MB", "1.4 GB"]);
});
