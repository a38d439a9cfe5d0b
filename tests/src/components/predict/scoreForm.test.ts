// @vitest-environment jsdom
import {beforeEach, expect, test, vi} from "vitest";
import {type ScoreFile, ScoreForm} from "../../../../src/components/predict/scoreForm.js";
import {UserError} from "../../../../src/lib/errors.js";

const scored = {
  ids: ["a"],
  probabilities: Float32Array.of(0.5),
  predictions: Uint8Array.of(1),
  threshold: 0.2,
  rows: 1,
  hasFormulaIds: false,
  milliseconds: 12,
  findings: []
};
const csv = (text = "ID_code,x\na,1\n") => new File([text], "upload.csv", {type: "text/csv"});

beforeEach(() => document.body.replaceChildren());

function mount(score: ScoreFile, options = {}): ReturnType<typeof ScoreForm> {
  const form = ScoreForm({score, sample: {description: "one row", open: async () => csv()}, ...options});
  document.body.append(form);
  return form;
}

const trySample = (form: HTMLElement) => form.querySelector<HTMLButtonElement>(".link-button")?.click();

test("shows progress, then hands over the result", async () => {
  let finish: () => void = () => {};
  const form = mount(async (file, {onProgress}) => {
    onProgress({rows: 1_000, bytes: 5_000, totalBytes: 10_000});
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return {...scored, rows: file.size};
  });
  trySample(form);
  await vi.waitFor(() => expect(form.textContent).toContain("1,000 rows, 5.0 kB of 10 kB"));
  expect(form.querySelector("progress")?.value).toBe(0.5);
  expect(form.getAttribute("aria-busy")).toBe("true");
  finish();
  await vi.waitFor(() => expect(form.value?.name).toBe("upload.csv"));
  expect(form.querySelector("progress")).toBeNull();
  expect(form.hasAttribute("aria-busy")).toBe(false);
});

test("a mistake in the file is shown with its place, and takes the last result away", async () => {
  let broken = false;
  const form = mount(async () => {
    if (broken)
      throw new UserError("csv-not-a-number", "“oops” is not a number.", {row: 1_234, column: "x", value: "oops"});
    return scored;
  });
  trySample(form);
  await vi.waitFor(() => expect(form.value).not.toBeNull());
  broken = true;
  trySample(form);
  await vi.waitFor(() => expect(form.querySelector("[role=alert]")).not.toBeNull());
  expect(form.value).toBeNull();
  const notice = form.querySelector<HTMLElement>("[role=alert]");
  expect(notice?.dataset.code).toBe("csv-not-a-number");
  expect(notice?.textContent).toMatch(/Row\s*1,234/);
  expect(notice?.textContent).toMatch(/Column\s*x/);
});

test("a fault of ours does not blame the file", async () => {
  const form = mount(async () => {
    throw new RangeError("memory access out of bounds");
  });
  trySample(form);
  await vi.waitFor(() => expect(form.textContent).toContain("Your file is not to blame"));
});

test("scoring can be cancelled, and the page is ready for the next file", async () => {
  const form = mount(
    (_file, {signal}) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      })
  );
  trySample(form);
  await vi.waitFor(() => expect(form.querySelector(".score-progress button")).not.toBeNull());
  form.querySelector<HTMLButtonElement>(".score-progress button")?.click();
  await vi.waitFor(() => expect(form.textContent).toContain("Cancelled. Nothing was kept."));
  expect(form.hasAttribute("aria-busy")).toBe(false);
});

test("a file too large is refused before it is read, with a way out", async () => {
  const score = vi.fn<ScoreFile>();
  const form = mount(score, {maximumBytes: 10});
  trySample(form);
  await vi.waitFor(() => expect(form.textContent).toContain("npm run predict"));
  expect(form.querySelector<HTMLElement>("[role=alert]")?.dataset.code).toBe("file-too-large");
  expect(score).not.toHaveBeenCalled();
});

/** Drops a file on the form. */
function drop(form: HTMLElement, name: string): Event {
  const event = new Event("drop", {bubbles: true, cancelable: true});
  Object.assign(event, {dataTransfer: {files: [new File(["x"], name)]}});
  form.querySelector("label")?.dispatchEvent(event);
  return event;
}

test("a dropped file is scored", async () => {
  const form = mount(async () => scored);
  expect(drop(form, "dropped.csv").defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(form.value?.name).toBe("dropped.csv"));
});

test("a second file takes the place of one that is being scored, and says so", async () => {
  const stopped: string[] = [];
  let finish: () => void = () => {};
  const form = mount(async (file, {signal}) => {
    const name = file instanceof File ? file.name : "";
    await new Promise<void>((resolve, reject) => {
      finish = resolve;
      signal.addEventListener("abort", () => {
        stopped.push(name);
        reject(signal.reason);
      });
    });
    return scored;
  });
  drop(form, "first.csv");
  await vi.waitFor(() => expect(form.textContent).toContain("Scoring first.csv"));
  drop(form, "second.csv");
  await vi.waitFor(() =>
    expect(form.textContent).toContain("Scoring second.csv in place of first.csv, which was stopped")
  );
  expect(stopped).toEqual(["first.csv"]);
  expect(form.getAttribute("aria-busy")).toBe("true");
  finish();
  await vi.waitFor(() => expect(form.value?.name).toBe("second.csv"));
  expect(form.hasAttribute("aria-busy")).toBe(false);
});
