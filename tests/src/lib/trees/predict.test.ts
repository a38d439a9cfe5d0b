import {expect, test} from "vitest";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {predictProbability, predictRaw} from "../../../../src/lib/trees/predict.js";
import {modelText, predictionsOf, rows} from "../../../fixtures/trees/fixture.js";

test.each(["missing-none", "missing-nan", "missing-zero", "stumps", "categorical", "random-forest", "constant"])(
  "scores of %s are LightGBM's own",
  (name) => {
    const ensemble = parseTreeEnsemble(modelText(name));
    const expected = predictionsOf(name);
    for (const [index, row] of rows.entries()) {
      expect(predictRaw(ensemble, row)).toBeCloseTo(expected.raw[index], 14);
      expect(predictProbability(ensemble, row)).toBeCloseTo(expected.probability[index], 14);
    }
  }
);
