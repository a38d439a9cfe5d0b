import {readdir} from "node:fs/promises";
import {join} from "node:path";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {type SiteServer, serveSite} from "../../site/serve.js";
import {launchChromium} from "./chromium.js";

export interface ReportOptions extends BrowserContextOptions {
  /** The address path that the report lies under. */
  base?: string;
  /** The built report. */
  root?: string;
  /** Whether the server sends the headers that allow several threads. */
  isolate?: boolean;
}

/** The addresses of the runs' pages in a built report. */
export async function runPages(root: string): Promise<string[]> {
  const files = await readdir(join(root, "_file", "data", "runs"));
  return files.flatMap((name) => (name.endsWith(".json") ? [`run?id=${name.slice(0, -".json".length)}`] : [])).sort();
}

/** The built report, served over a real socket and open in a real browser. */
export class Report implements AsyncDisposable {
  /** Whatever the reader of the console or of the network's log would frown at. */
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    private readonly server: SiteServer
  ) {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on("requestfailed", (request) => {
      // A page that is left while it loads takes its requests back.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") this.problems.push(`failed: ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.problems.push(`${response.status()}: ${response.url()}`);
    });
    page.context().on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(server.address) && !/^(data|blob):/.test(url)) this.problems.push(`another host: ${url}`);
    });
  }

  static async open({base = "/", root, isolate = true, ...context}: ReportOptions = {}): Promise<Report> {
    const server = await serveSite({base, root, isolate});
    const browser = await launchChromium();
    const browserContext = await browser.newContext({viewport: {width: 1280, height: 800}, ...context});
    return new Report(await browserContext.newPage(), browser, server);
  }

  /** Opens a page by its path within the report, such as `predict`, and waits until its cells have run. */
  async visit(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.server.address).href, {waitUntil: "networkidle"});
    await this.page.waitForFunction(
      () => document.querySelector(".observablehq--loading, observablehq-loading") === null
    );
  }

  /** Boxes that Framework shows in place of a cell that threw. */
  cellErrors(): Promise<string[]> {
    return this.page.locator(".observablehq--error").allInnerTexts();
  }

  /** Whether the page itself, not a table within it, has to be pushed sideways. */
  scrollsSideways(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}
