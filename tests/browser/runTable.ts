import type {Page} from "playwright-core";
import {expect} from "vitest";
import type {Report} from "./report.js";

/** What tests do with the experiments page, once it is open. */
export function runTable(report: () => Report) {
  const page = (): Page => report().page;
  const rows = () => page().locator("tbody:not(.pinned) tr[data-key]");
  const names = () => rows().locator("a").allInnerTexts();
  const pinned = () => page().locator("tbody.pinned tr");
  const filter = () => page().getByRole("combobox", {name: "Filter"});
  const completion = (text: string) => page().getByRole("listbox").getByRole("option", {name: text});
  const matches = () => page().locator(".matches").innerText();
  const head = (column: string) => page().locator(`th[data-column="${column}"]`);
  const parameters = () => new URL(page().url()).searchParams;
  const scroller = () => page().locator(".run-scroll");
  const focusedRow = () =>
    page().evaluate(() => document.activeElement?.closest<HTMLElement>("tr")?.querySelector("a")?.textContent);

  async function visit(query = ""): Promise<void> {
    await report().visit(`experiments${query}`);
    await expect.poll(() => rows().count()).toBeGreaterThan(0);
  }

  async function type(text: string): Promise<void> {
    await filter().fill(text);
  }

  return {rows, names, pinned, filter, completion, matches, head, parameters, scroller, focusedRow, visit, type};
}
