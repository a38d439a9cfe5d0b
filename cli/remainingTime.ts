const betweenSamples = 250;
const shortest = 1_500;
const agreeing = 4;
const tolerance = 0.2;

interface Sample {
  time: number;
  done: number;
}

/**
 * How long a piece of work will still take, by its rate since it began to move. There is no estimate until several in a
 * row agree: the first steps often take much longer, or shorter, than those to come.
 */
export class RemainingTime {
  readonly #from: number;
  #first: Sample | undefined;
  #last: Sample | undefined;
  /** When it would end by each of the last samples. */
  #ends: number[] = [];

  /** @param from what was done before it began */
  constructor(from = 0) {
    this.#from = from;
  }

  /** @param time milliseconds of a clock */
  report(time: number, done: number, total: number | undefined): void {
    if (done <= this.#from || (this.#last !== undefined && time < this.#last.time + betweenSamples)) return;
    this.#last = {time, done};
    if (this.#first === undefined) this.#first = this.#last;
    const gained = done - this.#first.done;
    if (total === undefined || gained <= 0) return;
    const end = time + ((time - this.#first.time) / gained) * (total - done);
    this.#ends = [...this.#ends, end].slice(-agreeing);
  }

  /** Milliseconds from `now` on; undefined while that is not known well enough. */
  at(now: number): number | undefined {
    const end = this.#ends.at(-1);
    if (this.#first === undefined || end === undefined || this.#ends.length < agreeing) return undefined;
    if (now - this.#first.time < shortest) return undefined;
    const spread = Math.max(...this.#ends) - Math.min(...this.#ends);
    return spread <= tolerance * (end - this.#first.time) ? Math.max(0, end - now) : undefined;
  }
}
