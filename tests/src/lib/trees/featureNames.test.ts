import fc from "fast-check";
import {expect, test} from "vitest";
import {fromLightGBMName, toLightGBMName} from "../../../../src/lib/trees/featureNames.js";

test.each([
  ["var_0", "var_0"],
  ["a b", "a%20b"],
  ["a_b", "a_b"],
  ['x[0]: "a", {b}', "x%5B0%5D%3A%20%22a%22%2C%20%7Bb%7D"],
  ["two\r\nlines\t", "two%0D%0Alines%09"],
  ["100%", "100%25"],
  ["höhe (m)", "höhe%20(m)"],
  ["__proto__", "__proto__"],
  ["a=b/../c", "a=b/../c"],
  ["", "%"],
  ["%", "%25"]
])("%j is %j to LightGBM", (name, expected) => {
  expect(toLightGBMName(name)).toBe(expected);
  expect(fromLightGBMName(expected)).toBe(name);
});

test("any name comes back, is one word, and holds nothing that LightGBM refuses", () => {
  fc.assert(
    fc.property(fc.string({unit: "binary"}), (name) => {
      const encoded = toLightGBMName(name);
      expect(encoded).toMatch(/^[^\p{Cc} ",:[\]{}]+$/u);
      expect(fromLightGBMName(encoded)).toBe(name);
    })
  );
});

test("different names stay different", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      fc.pre(a !== b);
      expect(toLightGBMName(a)).not.toBe(toLightGBMName(b));
    })
  );
});

test("names of other programs stay as they are", () => {
  for (const name of ["50%", "a%41", "a%zz", "Column_0"]) expect(fromLightGBMName(name)).toBe(name);
});
