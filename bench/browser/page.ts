import type {Browser} from "playwright-core";
import {isRecord, numberField, parseJson} from "../../src/lib/json.js";
import {type BrowserProcess, peakMemory, processesOf} from "./processes.js";

/** What became of one file on the page. */
export interface PageRun {
  /** Seconds from the file's choice to the first rows scored, to the last, and to the results on the screen. */
  firstRows: number;
  scored: number;
  shown: number;
  /** Processor seconds of the pages' processes, with their workers, and of the browser's others. */
  rendererCpu: number;
  otherCpu: number;
  /** The most memory that the pages' processes had, in bytes, before the file and in all. */
  memoryBefore: number | undefined;
  memory: number | undefined;
  /** The longest task of the page's own thread, in milliseconds; 0 if none had 50. */
  longestTask: number;
  /** The most processor time that one of its tasks took, in milliseconds: what is left of it on a busy machine. */
  longestTaskCpu: number;
  /** How many rows were predicted as 1. */
  positives: number;
}

/** Opens the predict page anew, gives it the file, and waits for the results. */
export async function scoreInChromium(browser: Browser, address: string, file: string): Promise<PageRun> {
  const page = await browser.newPage();
  try {
    await page.goto(new URL("predict", address).href, {waitUntil: "networkidle"});
    await page.waitForSelector("input[type=file]", {state: "attached"});
    const notes = await page.evaluateHandle(watchPage);
    const before = await processesOf(browser);
    const memoryBefore = rendererMemory(before);
    await browser.startTracing(page, {categories: ["toplevel"]});
    await page.setInputFiles("input[type=file]", file);
    await page.waitForSelector("table.scores", {timeout: 300_000});
    // Long tasks are reported once they are over.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const {chosen, firstRows, scored, shown, longestTask} = await notes.jsonValue();
    const longestTaskCpu = longestTaskOf(parseJson((await browser.stopTracing()).toString()));
    const heading = await page.getByRole("heading", {name: /predicted as 1/}).innerText();
    const after = await processesOf(browser);
    return {
      firstRows: (firstRows - chosen) / 1000,
      scored: (scored - chosen) / 1000,
      shown: (shown - chosen) / 1000,
      rendererCpu: cpuBetween(before, after, ({type}) => type === "renderer"),
      otherCpu: cpuBetween(before, after, ({type}) => type !== "renderer"),
      memoryBefore,
      memory: rendererMemory(after),
      longestTask,
      longestTaskCpu,
      positives: Number(/^[\d,]+/.exec(heading)?.[0].replaceAll(",", ""))
    };
  } finally {
    await page.close();
  }
}

/** Runs in the page: notes by its own clock when the file was chosen and what was shown when. */
function watchPage() {
  const notes = {chosen: 0, firstRows: 0, scored: 0, shown: 0, longestTask: 0};
  document.addEventListener("change", () => (notes.chosen = performance.now()), {capture: true, once: true});
  new MutationObserver(() => {
    const now = performance.now();
    const progress = document.querySelector<HTMLProgressElement>(".score-progress progress")?.value ?? 0;
    if (progress > 0) notes.firstRows ||= now;
    if (progress === 1) notes.scored ||= now;
    if (document.querySelector("table.scores") !== null) notes.shown ||= now;
  }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
  new PerformanceObserver((list) => {
    for (const {duration, startTime} of list.getEntries())
      if (notes.chosen > 0 && startTime >= notes.chosen) notes.longestTask = Math.max(notes.longestTask, duration);
  }).observe({type: "longtask"});
  return notes;
}

/** Of all pages' own threads in a trace: the most processor time of one task, in milliseconds. */
function longestTaskOf(trace: unknown): number {
  const events = isRecord(trace) && Array.isArray(trace.traceEvents) ? trace.traceEvents.filter(isRecord) : [];
  const threadOf = ({pid, tid}: Record<string, unknown>) => `${pid}:${tid}`;
  const isMain = (event: Record<string, unknown>) =>
    event.name === "thread_name" && isRecord(event.args) && event.args.name === "CrRendererMain";
  const threads = new Set(events.filter(isMain).map(threadOf));
  return events
    .filter((event) => event.name === "ThreadControllerImpl::RunTask" && threads.has(threadOf(event)))
    .reduce((most, event) => Math.max(most, (numberField(event, "tdur") ?? 0) / 1000), 0);
}

function cpuBetween(
  before: readonly BrowserProcess[],
  after: readonly BrowserProcess[],
  isMeant: (process: BrowserProcess) => boolean
): number {
  const seconds = (processes: readonly BrowserProcess[]) =>
    processes.filter(isMeant).reduce((sum, {cpuTime}) => sum + cpuTime, 0);
  return seconds(after) - seconds(before);
}

function rendererMemory(processes: readonly BrowserProcess[]): number | undefined {
  const renderers = processes.filter(({type}) => type === "renderer");
  return renderers.reduce<number | undefined>((sum, {id}) => {
    const memory = peakMemory(id);
    return sum === undefined || memory === undefined ? undefined : sum + memory;
  }, 0);
}
