import type {ImportedTable} from "./importTable.js";

const mostNames = 8;

/** What a table of one's own was taken for, in a few lines for people. */
export function describeImport({source, schema}: ImportedTable): string[] {
  const {trainRows, testRows, origin, target, targetReason, leftOut, competition} = source;
  const {idColumn, idIsRowNumber, features, categories = {}} = schema;
  const categorical = Object.keys(categories);
  const numeric = features.filter((name) => !Object.hasOwn(categories, name));
  return [
    `Training: ${counted(trainRows, "row")} of ${origin.train.name}`,
    origin.test === undefined
      ? `Test:     ${counted(testRows, "row")} held out of it, ${100 * (origin.heldOut?.share ?? 0)} % of each class (seed ${origin.heldOut?.seed})`
      : `Test:     ${counted(testRows, "row")} of ${origin.test.name}`,
    `Id:       ${idIsRowNumber ? "the row's number" : `\`${idColumn}\``}`,
    `Target:   \`${target.column}\`: “${target.positive}” is 1 (${targetReason}), “${target.negative}” is 0`,
    `Features: ${counted(numeric.length, "number")}${numeric.length > 0 ? ` (${named(numeric)})` : ""}`,
    ...(categorical.length > 0
      ? [
          `          ${categorical.length} of categories: ${named(categorical, (name) => `\`${name}\` (${categories[name]?.length})`)}`
        ]
      : []),
    `Card:     data/card.md says of the data what the report shows; ${competition === undefined ? "its sample is rows of the test file, or `made-up` ones if you write so there" : "its sample is made-up rows"}`,
    ...leftOut.map(({column, reason}) => `Left out: \`${column}\`: ${reason}`)
  ];
}

function named(names: readonly string[], write = (name: string) => `\`${name}\``): string {
  const shown = names.slice(0, mostNames).map(write).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
