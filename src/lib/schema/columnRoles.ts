import {UserError} from "../errors.js";
import {nearestName} from "../nearestName.js";
import type {TableSchema} from "./tableSchema.js";

/** What a file's columns are to the reader of a schema. */
export interface ColumnRoles {
  /**
   * By position in the file: the position of the feature in the schema, or one of `idRole`, `targetRole`, `ignoredRole`.
   */
  roles: Int32Array;
  hasTarget: boolean;
  /** Columns of the file that the schema does not want, in the file's order. */
  ignoredColumns: string[];
}

export const idRole = -1;
export const targetRole = -2;
export const ignoredRole = -3;

/**
 * Finds a schema's columns in a header, in any order.
 * @throws UserError csv-missing-column (the target may be missing), csv-duplicate-column
 */
export function columnRoles(
  header: readonly string[],
  {idColumn, targetColumn, features}: TableSchema,
  file?: string
): ColumnRoles {
  const positions = new Map<string, number>();
  for (const [position, name] of header.entries()) {
    if (positions.has(name)) {
      const message = name === "" ? "Two columns have no name." : `Column \`${name}\` is there twice.`;
      throw new UserError("csv-duplicate-column", message, {file, column: name});
    }
    positions.set(name, position);
  }
  const wanted = new Set([idColumn, ...features]);
  const surplus = header.filter((name) => !wanted.has(name) && name !== targetColumn);
  const missing = [...wanted].filter((name) => !positions.has(name));
  if (missing.length > 0) throw missingColumns(missing, surplus, file);

  const roles = new Int32Array(header.length).fill(ignoredRole);
  features.forEach((name, index) => {
    roles[positions.get(name) ?? 0] = index;
  });
  roles[positions.get(idColumn) ?? 0] = idRole;
  const target = targetColumn === undefined ? undefined : positions.get(targetColumn);
  if (target !== undefined) roles[target] = targetRole;
  return {roles, hasTarget: target !== undefined, ignoredColumns: surplus};
}

function missingColumns(missing: string[], surplus: string[], file: string | undefined): UserError {
  const [first, ...others] = missing;
  const subject = others.length === 0 ? `Column \`${first}\` is` : `Column \`${first}\` and ${others.length} more are`;
  const near = nearestName(first, surplus);
  const end = near === undefined ? "." : `; did you mean \`${near}\`?`;
  return new UserError("csv-missing-column", `${subject} missing${end}`, {file, column: first});
}
