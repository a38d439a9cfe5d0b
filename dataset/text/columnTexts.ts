import {UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {readTextRows} from "./readTextRows.js";

/**
 * The texts of one column of a table, by row; it need not be a feature.
 * @throws UserError column-missing, and those of `readTextRows`
 */
export async function readColumnTexts(file: string, column: string, signal?: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  await readTextRows(file, {
    signal,
    sink: ({names}) => {
      const position = names.indexOf(column);
      if (position >= 0) return {row: (texts) => void found.push(texts[position] ?? "")};
      const near = nearestName(column, names);
      const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
      throw new UserError("column-missing", `The training file has no column \`${column}\`.${hint}`, {file, column});
    }
  });
  return found;
}
