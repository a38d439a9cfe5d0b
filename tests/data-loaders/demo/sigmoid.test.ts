import {expect, test} from "vitest";
import {sigmoid} from "../../../data-loaders/demo/sigmoid.js";

test("agrees with Math.exp to fourteen digits", () => {
  for (let x = -30; x <= 30; x += 0.0137) {
    const expected = 1 / (1 + Math.exp(-x));
    expect(Math.abs(sigmoid(x) - expected) / expected).toBeLessThan(1e-14);
  }
});

test("is exact where it can be", () => {
  expect(sigmoid(0)).toBe(0.5);
  // The bits that any machine must get: scipy.special.expit(-1.8437) has the same.
  expect(sigmoid(-1.8437)).toMatchInlineSnapshot(`0.13661428746026208`);
});
