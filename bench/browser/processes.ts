import {readFileSync} from "node:fs";
import type {Browser} from "playwright-core";

/** Clock ticks of /proc; a constant of Linux's interface. */
const ticksPerSecond = 100;

/** Processor seconds that a process has taken so far, with its threads; undefined elsewhere than on Linux. */
export function processorSeconds(pid: number): number | undefined {
  try {
    // The name, in brackets, may have blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}

/** The most memory that a process has had at once, in bytes; undefined elsewhere than on Linux. */
export function peakMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

export interface BrowserProcess {
  type: string;
  id: number;
  /** Processor seconds so far. */
  cpuTime: number;
}

/** All processes of a browser: of the pages (`renderer`), and those that serve them. */
export async function processesOf(browser: Browser): Promise<BrowserProcess[]> {
  const session = await browser.newBrowserCDPSession();
  const {processInfo} = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo;
}
