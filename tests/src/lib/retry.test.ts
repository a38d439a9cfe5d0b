import {describe, expect, it} from "vitest";
import {Backoff, RetryableError, retryAfter, retrying} from "../../../src/lib/retry.js";
import {hasty, userError} from "../../data-loaders/kaggle/setUp.js";

describe("Retry-After", () => {
  it("is read as seconds or as a date", () => {
    expect(retryAfter("120")).toBe(120_000);
    const inOneHour = retryAfter(new Date(Date.now() + 3_600_000).toUTCString());
    expect(inOneHour).toBeGreaterThan(3_590_000);
    expect(inOneHour).toBeLessThanOrEqual(3_600_000);
    expect(retryAfter("Tue, 12 Feb 2019 08:00:00 GMT")).toBe(0);
    expect(retryAfter(null)).toBeUndefined();
    expect(retryAfter("soon")).toBeUndefined();
  });
});

describe("trying again", () => {
  it("ends with the fault's own code after as many tries as are allowed", async () => {
    let tries = 0;
    const work = async () => {
      ++tries;
      throw new RetryableError("kaggle-unavailable", "Kaggle cannot answer now");
    };
    expect(await userError(retrying(work, {policy: hasty}))).toMatchObject({
      code: "kaggle-unavailable",
      message: "Kaggle cannot answer now. Try again later."
    });
    expect(tries).toBe(hasty.tries);
  });

  it("does not repeat what fails for good", async () => {
    let tries = 0;
    const work = async () => {
      ++tries;
      throw new RangeError("a bug");
    };
    await expect(retrying(work, {policy: hasty})).rejects.toThrow(RangeError);
    expect(tries).toBe(1);
  });

  it("counts anew after progress", async () => {
    const backoff = new Backoff({policy: hasty});
    const fault = new RetryableError("connection-lost", "gone");
    const pauses: boolean[] = [];
    for (let i = 1; i <= 2 * hasty.tries; ++i) {
      if (i === hasty.tries) backoff.reset();
      pauses.push(await backoff.pause(fault));
    }
    expect(pauses.indexOf(false)).toBe(2 * hasty.tries - 2);
  });
});
