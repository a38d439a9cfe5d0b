import type {Costs} from "../../lib/metrics/thresholdChoice.js";
import {type UrlState, urlState} from "../urlState.js";

/** What the address says of thresholds: `threshold=0.24`, and `cost=1:5` for a false alarm and a miss. */
export type ThresholdAddress = UrlState<"threshold" | "cost">;

export const thresholdAddress = (): ThresholdAddress => urlState({threshold: "", cost: ""});

/** A probability from 0 to 1, or slightly above for none; undefined for anything else. */
export function parseThreshold(text: string): number | undefined {
  const value = /^\d*\.?\d+(e-?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= 0 && value <= 1 ? value : undefined;
}

/** Where nobody has said otherwise, a false alarm costs as much as a miss: the cost counts wrong predictions. */
export const equalCosts: Costs = {falseAlarm: 1, miss: 1};

/** `1:5`; costs are finite and not negative, and not both 0. */
export function parseCosts(text: string): Costs | undefined {
  const [falseAlarm, miss, ...rest] = text.split(":").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const isCost = (value: number) => Number.isFinite(value) && value >= 0;
  return rest.length === 0 && isCost(falseAlarm) && isCost(miss) && falseAlarm + miss > 0
    ? {falseAlarm, miss}
    : undefined;
}

export const formatCosts = ({falseAlarm, miss}: Costs): string => `${falseAlarm}:${miss}`;

/** The predict page with another threshold than the model's own. */
export const predictAddress = (threshold: number): string => `./predict?threshold=${threshold}`;
