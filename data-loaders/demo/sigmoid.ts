const taylorTerms = 18;

/**
 * 1 / (1 + e⁻ˣ) of additions, multiplications and divisions only, which round alike on every machine; Math.exp does
 * not. Within 10⁻¹⁴ of the true value, relatively, for |x| up to 30.
 */
export function sigmoid(x: number): number {
  return 1 / (1 + exponential(-x));
}

/** eˣ = 2ᵏ eʳ with |r| at most half of ln 2, where Taylor's series ends soon. */
function exponential(x: number): number {
  const power = Math.round(x / Math.LN2);
  const rest = x - power * Math.LN2;
  let sum = 1;
  for (let term = taylorTerms; term > 0; --term) sum = 1 + (sum * rest) / term;
  const factor = power < 0 ? 0.5 : 2;
  for (let step = Math.abs(power); step > 0; --step) sum *= factor;
  return sum;
}
