import type {RandomSource} from "../../../../src/lib/random.js";

/** A draw of the standard normal distribution (Box and Muller). */
export const normalSample = (random: RandomSource): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
