export type SettingValue = number | string | boolean;

/** Some parameters of a model and their values. */
export type Settings = Readonly<Record<string, SettingValue>>;

export interface Conditional {
  name: string;
  /** The parameter counts only where another one, before it in the space, has one of these values. */
  when?: {name: string; values: readonly SettingValue[]};
}

export interface NumberDimension extends Conditional {
  from: number;
  to: number;
  scale: "linear" | "log";
  /** Values are `from` plus whole multiples of it; any in between if absent. */
  step?: number;
}

export interface ChoiceDimension extends Conditional {
  choices: readonly SettingValue[];
}

export type Dimension = NumberDimension | ChoiceDimension;

export const isChoice = (dimension: Dimension): dimension is ChoiceDimension => "choices" in dimension;

/** What a sweep varies; those that others depend on first. */
export type Space = readonly Dimension[];

/** Whether a parameter counts beside these settings of those before it. */
export function isActive({when}: Dimension, settings: Settings): boolean {
  if (when === undefined) return true;
  const value = settings[when.name];
  return value !== undefined && when.values.includes(value);
}
