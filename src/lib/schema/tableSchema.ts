import {UserError} from "../errors.js";

/** Which columns of a table mean what. `features` are in the order in which a model takes them. */
export interface TableSchema {
  idColumn: string;
  /** Holds 0 or 1; a file without this column has no known targets. */
  targetColumn?: string;
  features: readonly string[];
}

export const defaultTargetColumn = "target";

/**
 * The schema of a table of the competition's kind: the first column names the row, `target` is the target if present,
 * all others are features.
 * @throws UserError csv-missing-column if there are no others
 */
export function inferSchema(
  header: readonly string[],
  {targetColumn = defaultTargetColumn, file}: {targetColumn?: string; file?: string} = {}
): TableSchema {
  const [idColumn, ...others] = header;
  const features = others.filter((name) => name !== targetColumn);
  if (features.length === 0) throw new UserError("csv-missing-column", "The file has no feature columns.", {file});
  return features.length < others.length ? {idColumn, targetColumn, features} : {idColumn, features};
}
