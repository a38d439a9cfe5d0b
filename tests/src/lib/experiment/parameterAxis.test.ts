import {describe, expect, test} from "vitest";
import {type AxisValue, parameterAxis} from "../../../../src/lib/experiment/parameterAxis.js";

const labels = (values: AxisValue[]) => parameterAxis(values).ticks.map(({label}) => label);
const rounded = (values: AxisValue[], at: AxisValue) => Number(parameterAxis(values).position(at).toFixed(3));

describe("the scale", () => {
  test.each([
    ["evenly spaced numbers", ["2", "31", "64", "127"], "linear"],
    ["numbers that double", ["2", "4", "8", "16", "32", "64"], "log"],
    ["learning rates", ["0.005", "0.01", "0.05", "0.1", "0.3"], "log"],
    ["numbers spread evenly over a wide range", ["1", "200", "400", "600", "800"], "linear"],
    ["numbers within a factor of ten", ["1", "2", "9.9"], "linear"],
    ["two numbers", ["0.001", "1"], "linear"],
    ["negative numbers", ["-100", "-10", "-1"], "linear"],
    ["texts", ["gbdt", "rf", "dart"], "ordinal"],
    ["one number beside a text", ["1", "None"], "ordinal"],
    ["truth values", ["true", "false"], "ordinal"],
    ["nothing", [undefined, undefined], "ordinal"]
  ] as const)("of %s", (_, values, scale) => expect(parameterAxis(values).scale).toBe(scale));

  test("repeated values do not weigh more", () => {
    const often = Array.from({length: 500}, () => "1000");
    expect(parameterAxis(["1", "10", "100", ...often]).scale).toBe("log");
  });
});

describe("positions", () => {
  test("reach from 0 to 1 where all values are numbers", () => {
    expect(rounded(["10", "20", "30"], "10")).toBe(0);
    expect(rounded(["10", "20", "30"], 25)).toBe(0.75);
    expect(rounded(["1", "10", "100"], "10")).toBe(0.5);
  });

  test("missing and texts have places after the numbers, and a zero one before logarithms", () => {
    const axis = parameterAxis(["0", "0.001", "0.01", "1", "None", undefined]);
    const order = ["0", "0.001", "0.01", "1", "None", undefined].map((value) => axis.position(value));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(6);
    expect(axis.scale).toBe("log");
    expect(axis.ticks.map(({label}) => label)).toEqual(["0", "0.001", "0.01", "1", "None", "missing"]);
    const [start, end] = axis.span ?? [];
    expect(axis.position("0")).toBeLessThan(start ?? 0);
    expect(axis.position("None")).toBeGreaterThan(end ?? 1);
  });

  test("the same number in two spellings has one place", () => {
    expect(rounded(["0.1", "1e-1", "0.10", "0.5"], "0.10")).toBe(0);
  });

  test("what was not there has none", () => {
    expect(parameterAxis(["a", "b"]).position("c")).toBeNaN();
    expect(parameterAxis(["1", "2"]).position(undefined)).toBeNaN();
  });

  test("texts are in their natural order", () => {
    expect(labels(["fold-10", "fold-9", undefined])).toEqual(["fold-9", "fold-10", "missing"]);
  });

  test("infinite and empty values are texts of their own", () => {
    expect(labels(["1", "2", "3", "inf", ""])).toEqual(["1", "2", "3", "", "inf"]);
  });
});

describe("ticks", () => {
  test("are the values where they are few", () => expect(labels(["2", "31", "127"])).toEqual(["2", "31", "127"]));

  test("are whole for whole numbers", () =>
    expect(labels(["1", "2", "3", "4", "5", "6", "7"])).toEqual(["2", "4", "6"]));

  test("are powers of ten on a logarithmic scale", () => {
    const values = [1.3e-5, 4e-5, 2e-4, 1.1e-3, 7e-3, 0.02, 0.3].map(String);
    expect(labels(values)).toEqual(["1e−4", "0.001", "0.01", "0.1"]);
  });

  test("are 1, 2 and 5 where there are no two powers of ten", () => {
    const values = ["0.05", "0.061", "0.09", "0.12", "0.2", "0.31", "0.55"];
    expect(labels(values)).toEqual(["0.05", "0.1", "0.2", "0.5"]);
  });

  test("have the same number of decimals", () => {
    expect(labels([0.79, 0.81, 0.83, 0.842, 0.88, 0.905])).toEqual(["0.80", "0.85", "0.90"]);
  });
});
