import {isRecord} from "../json.js";

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const digitCodes = new TextEncoder().encode(digits);
const digitValues = new Map([...digitCodes].map((code, value) => [code, value]));
/** Of the 64 values of a digit, those from here on say that another digit follows. */
const radix = 32;

/**
 * Whole numbers from 0 as text: digits to base 32, the lowest first, as source maps have them but without a sign. Most
 * numbers here are small, and take one letter.
 */
export function writeWholeNumbers(numbers: ArrayLike<number>): string {
  // 2⁵³ has eleven digits.
  let codes = new Uint8Array(2 * numbers.length + 11);
  let length = 0;
  for (let index = 0; index < numbers.length; ++index) {
    if (length + 11 > codes.length) {
      const longer = new Uint8Array(2 * codes.length);
      longer.set(codes);
      codes = longer;
    }
    let rest = numbers[index];
    for (; rest >= radix; rest = Math.floor(rest / radix)) codes[length++] = digitCodes[(rest % radix) + radix];
    codes[length++] = digitCodes[rest];
  }
  return new TextDecoder().decode(codes.subarray(0, length));
}

/** Undefined for what is no such text. */
export function readWholeNumbers(text: unknown): Float64Array | undefined {
  if (typeof text !== "string") return undefined;
  const numbers = new Float64Array(text.length);
  let length = 0;
  let [number, place] = [0, 1];
  for (let index = 0; index < text.length; ++index) {
    const digit = digitValues.get(text.charCodeAt(index));
    if (digit === undefined) return undefined;
    number += (digit % radix) * place;
    if (digit >= radix) {
      place *= radix;
      continue;
    }
    numbers[length++] = number;
    [number, place] = [0, 1];
  }
  return place === 1 ? numbers.slice(0, length) : undefined;
}

/** Rising numbers of so many decimal places: in those, the first, and by how much each is more than the one before. */
interface Steps {
  decimals: number;
  first: number;
  steps: string;
}

const mostDecimals = 9;

/** Rising numbers, exactly: those of few decimal places by the steps between them, any others one by one. */
export function writeRising(values: Float64Array): Steps | number[] {
  if (values.length === 0) return [];
  for (let decimals = 0; decimals <= mostDecimals; ++decimals) {
    const scale = 10 ** decimals;
    const whole = values.map((value) => Math.round(value * scale));
    if (!whole.every((number, index) => Number.isSafeInteger(number) && number / scale === values[index])) continue;
    const steps = whole.subarray(1).map((number, index) => number - whole[index]);
    if (!steps.every(Number.isSafeInteger)) continue;
    return {decimals, first: whole[0], steps: writeWholeNumbers(steps)};
  }
  return [...values];
}

/** Undefined for what is no rising numbers. */
export function readRising(json: unknown): Float64Array | undefined {
  const values = Array.isArray(json) ? Float64Array.from(json, Number) : readSteps(json);
  return values?.every((value, index) => Number.isFinite(value) && (index === 0 || value > values[index - 1]))
    ? values
    : undefined;
}

function readSteps(json: unknown): Float64Array | undefined {
  if (!isRecord(json) || typeof json.first !== "number" || typeof json.decimals !== "number") return undefined;
  const steps = readWholeNumbers(json.steps);
  if (steps === undefined) return undefined;
  const scale = 10 ** json.decimals;
  const values = new Float64Array(steps.length + 1);
  let whole = json.first;
  values[0] = whole / scale;
  for (const [index, step] of steps.entries()) {
    whole += step;
    values[index + 1] = whole / scale;
  }
  return values;
}
