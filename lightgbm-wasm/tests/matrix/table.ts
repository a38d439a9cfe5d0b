/** What came of a way of using the package, with one version of the tool. */
export interface Result {
  name: string;
  version: string;
  /** "ok", "skipped: …", or what went wrong. */
  outcome: string;
}

/** The README's paragraph above the table up to the month, the month, the rest of the paragraph, and the table. */
const section = /(?<=\n### Where it was run\n)([^|]*?)(\w+ \d{4})(:\n\n)((?:\|.*\n)+)/;

/** A row for each use and outcome, with the versions that had it. */
export function resultTable(results: readonly Result[]): string {
  const rows = new Map<string, {name: string; versions: string[]; outcome: string}>();
  for (const {name, version, outcome} of results) {
    const key = JSON.stringify([name, outcome]);
    const row = rows.get(key) ?? {name, versions: [], outcome};
    if (!row.versions.includes(version)) row.versions.push(version);
    rows.set(key, row);
  }
  const {compare} = new Intl.Collator("en", {numeric: true});
  const lines = Array.from(rows.values(), ({name, versions, outcome}) => [
    name,
    versions.toSorted(compare).join(", "),
    outcome
  ]);
  const cells = lines.map((line) => `| ${line.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`);
  return `| where | versions | result |\n|---|---|---|\n${cells.join("")}`;
}

/** The README with these results and their month in place of its own. */
export function withResults(readme: string, results: readonly Result[], date: Date): string {
  const month = date.toLocaleDateString("en", {month: "long", year: "numeric", timeZone: "UTC"});
  return readme.replace(section, (_, text, _month, colon) => `${text}${month}${colon}${resultTable(results)}`);
}

/** What the README's table has as results: the first and the last cell of each row. */
export function readResults(readme: string): {name: string; outcome: string}[] {
  const rows = section.exec(readme)?.[4].trimEnd().split("\n").slice(2) ?? [];
  return rows.map((row) => {
    const [name, , outcome] = row.slice(2, -2).split(" | ");
    return {name, outcome};
  });
}
