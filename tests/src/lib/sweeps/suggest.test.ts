import {describe, expect, it} from "vitest";
import {isActive, type Space} from "../../../../src/lib/sweeps/space.js";
import {barOf, rungsOf} from "../../../../src/lib/sweeps/successiveHalving.js";
import {type Observation, suggest} from "../../../../src/lib/sweeps/suggest.js";

const space: Space = [
  {name: "rate", from: 0.001, to: 1, scale: "log"},
  {name: "leaves", from: 2, to: 64, scale: "log", step: 1},
  {name: "boosting", choices: ["gbdt", "dart"]},
  {name: "drop", from: 0, to: 1, scale: "linear", when: {name: "boosting", values: ["dart"]}}
];

/** Best at a rate of 0.03, eight leaves, and dart with little dropped. */
function objective({rate, leaves, boosting, drop}: Observation["settings"]): number {
  const ofRate = -((Math.log10(Number(rate)) + 1.5) ** 2);
  const ofLeaves = -((Math.log2(Number(leaves)) - 3) ** 2) / 4;
  return ofRate + ofLeaves + (boosting === "dart" ? 0.2 - Number(drop) : 0);
}

function search(trials: number, seed: number): Observation[] {
  const known: Observation[] = [];
  for (let number = 0; number < trials; ++number) {
    const settings = suggest(space, known, number, {seed});
    known.push({number, settings, value: objective(settings)});
  }
  return known;
}

const best = (trials: readonly Observation[]) => Math.max(...trials.map(({value = -Infinity}) => value));

describe("suggest", () => {
  it("stays within the space, and sets what counts", () => {
    for (const {settings} of search(60, 1)) {
      const {rate, leaves, boosting} = settings;
      expect(rate).toBeGreaterThanOrEqual(0.001);
      expect(rate).toBeLessThanOrEqual(1);
      expect(Number.isInteger(leaves) && Number(leaves) >= 2 && Number(leaves) <= 64).toBe(true);
      expect(["gbdt", "dart"]).toContain(boosting);
      expect("drop" in settings).toBe(boosting === "dart");
    }
  });

  it("gives the same trials for the same seed, and others for another", () => {
    expect(search(20, 3)).toEqual(search(20, 3));
    expect(search(2, 4)).not.toEqual(search(2, 3));
  });

  it("does not depend on the order in which trials have ended", () => {
    const known = search(30, 5);
    expect(suggest(space, known.toReversed(), 30, {seed: 5})).toEqual(suggest(space, known, 30, {seed: 5}));
  });

  it("finds better settings than even spreading does", () => {
    let wins = 0;
    for (let seed = 0; seed < 20; ++seed) {
      const spread = Array.from({length: 40}, (_, number) => {
        const settings = suggest(space, [], number, {seed, startup: 40});
        return {number, settings, value: objective(settings)};
      });
      if (best(search(40, seed)) > best(spread)) ++wins;
    }
    // By chance alone 15 of 20 or more in 2 % of cases.
    expect(wins).toBeGreaterThanOrEqual(15);
  });

  it("learns nothing from trials that failed", () => {
    const failed = Array.from({length: 12}, (_, number) => ({number, settings: suggest(space, [], number, {seed: 1})}));
    expect(() => suggest(space, failed, 12, {seed: 1})).not.toThrow();
  });
});

describe("isActive", () => {
  it("holds where the condition does", () => {
    expect(isActive(space[3], {boosting: "dart"})).toBe(true);
    expect(isActive(space[3], {boosting: "gbdt"})).toBe(false);
    expect(isActive(space[3], {})).toBe(false);
    expect(isActive(space[0], {})).toBe(true);
  });
});

describe("successive halving", () => {
  it("judges at thirds of thirds", () => {
    expect(rungsOf({longest: 900})).toEqual([100, 300]);
    expect(rungsOf({longest: 900, judgements: 3})).toEqual([34, 100, 300]);
    expect(rungsOf({longest: 2})).toEqual([1]);
    expect(rungsOf({longest: 1})).toEqual([]);
  });

  it("lets the best third pass, and always the best", () => {
    expect(barOf([])).toBeUndefined();
    expect(barOf([0.6])).toBe(0.6);
    // Two of six pass: with a value of 0.7 a trial would be one of them.
    expect(barOf([0.4, 0.9, 0.7, 0.6, 0.5])).toBe(0.7);
    expect(barOf([0.4, 0.9, 0.8, 0.6, 0.5])).toBe(0.8);
  });
});
