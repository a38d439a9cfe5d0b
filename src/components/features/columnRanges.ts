import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import type {Column} from "../columns.js";
import type {Range} from "./rangeBrush.js";

/** What is asked of columns, by their names. */
export type ColumnRanges = Map<string, Range>;

/** The features whose values are in all ranges. */
export function inRanges(
  features: readonly FeatureProfile[],
  columns: readonly Column<FeatureProfile>[],
  ranges: ColumnRanges
): FeatureProfile[] {
  const tests = columns.flatMap(({name, value}) => {
    const range = ranges.get(name);
    return range && value ? [{range, value}] : [];
  });
  return features.filter((feature) =>
    tests.every(({range: [low, high], value}) => {
      const own = value(feature);
      return typeof own === "number" && own >= low && own <= high;
    })
  );
}

/** From what `writeRanges` makes of them; what is no range is left out. */
export function readRanges(text: string): ColumnRanges {
  return new Map(
    text.split(",").flatMap((part): [string, Range][] => {
      const [name = "", low = "", high = ""] = part.split(":");
      const range = [Number(low), Number(high)] as const;
      return low !== "" && high !== "" && range.every(Number.isFinite) ? [[name, range]] : [];
    })
  );
}

/** One word for the address: `auc:0.55:0.6`, several with commas. */
export function writeRanges(ranges: ColumnRanges): string {
  const short = (value: number) => String(Number(value.toPrecision(5)));
  return Array.from(ranges, ([name, [low, high]]) => `${name}:${short(low)}:${short(high)}`).join();
}
