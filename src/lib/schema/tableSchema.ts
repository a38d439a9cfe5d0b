import {UserError} from "../errors.js";
import {nearestName} from "../nearestName.js";

/** Which columns of a table mean what. `features` are in the order in which a model takes them. */
export interface TableSchema {
  idColumn: string;
  /** Holds 0 or 1; a file without this column has no known targets. */
  targetColumn?: string;
  features: readonly string[];
  /** The texts that a feature of categories takes, by its name; a text's position is its code. Other features are numbers. */
  categories?: Categories;
  /** Whether ids are rows' numbers, so that a file may do without the id column. */
  idIsRowNumber?: boolean;
}

export type Categories = Readonly<Record<string, readonly string[]>>;

/** Undefined for a feature that is a number. */
export function categoriesOf(
  {categories}: Pick<TableSchema, "categories">,
  feature: string
): readonly string[] | undefined {
  return categories !== undefined && Object.hasOwn(categories, feature) ? categories[feature] : undefined;
}

/** What a schema says about its columns besides their names. */
export function columnKinds({
  categories,
  idIsRowNumber
}: TableSchema): Pick<TableSchema, "categories" | "idIsRowNumber"> {
  return {...(categories && {categories}), ...(idIsRowNumber && {idIsRowNumber})};
}

export const defaultTargetColumn = "target";

/**
 * The schema of a table of the competition's kind: the first column names the row, `target` is the target if present,
 * all others that have a name are features.
 * @throws UserError csv-missing-column if there are no others
 */
export function inferSchema(
  header: readonly string[],
  {targetColumn = defaultTargetColumn, file}: {targetColumn?: string; file?: string} = {}
): TableSchema {
  const [idColumn, ...others] = header;
  const named = others.filter((name) => name !== "");
  const features = named.filter((name) => name !== targetColumn);
  if (features.length === 0) throw new UserError("csv-missing-column", "The file has no feature columns.", {file});
  return features.length < named.length ? {idColumn, targetColumn, features} : {idColumn, features};
}

/**
 * The schema of any table of texts: all columns that have a name are features; ids are rows' numbers.
 * @throws UserError csv-missing-column if there are none
 */
export function textSchema(header: readonly string[], file?: string): TableSchema {
  const features = header.filter((name) => name !== "");
  if (features.length === 0) throw new UserError("csv-missing-column", "The file has no columns with a name.", {file});
  return {idColumn: "", features: [...new Set(features)], idIsRowNumber: true};
}

/** What a file's columns are to the reader of a schema. */
export interface ColumnRoles {
  /**
   * By position in the file: the position of the feature in the schema, or one of `idRole`, `targetRole`, `ignoredRole`.
   */
  roles: Int32Array;
  hasTarget: boolean;
  /** Whether the id column is missing, and the rows' numbers are their ids. */
  idIsNumbered: boolean;
  /** Columns of the file that the schema does not want, in the file's order; those without a name are "". */
  ignoredColumns: string[];
  /** Columns that were found by a name in other letters, such as `VAR_0` for `var_0`. */
  renamedColumns: {found: string; wanted: string}[];
}

export const idRole = -1;
export const targetRole = -2;
export const ignoredRole = -3;

/** Equal for names that differ in case, in how accents are composed, or by a comment sign before a header. */
export function looseName(name: string): string {
  return name.replace(/^#\s*/, "").normalize("NFC").toLowerCase();
}

/**
 * Finds a schema's columns in a header, in any order: by their names, or else by a name that differs in case only, if
 * there is just one. Other columns may have any name, or none, and any number of times.
 * @throws UserError csv-missing-column (the target may be missing), csv-duplicate-column
 */
export function columnRoles(
  header: readonly string[],
  {idColumn, targetColumn, features, idIsRowNumber = false}: TableSchema,
  file?: string
): ColumnRoles {
  const exact = positionsBy(header, (name) => name);
  const loose = positionsBy(header, looseName);
  const wanted = new Set(idColumn === "" && idIsRowNumber ? features : [idColumn, ...features]);
  const sought = targetColumn === undefined ? wanted : new Set([...wanted, targetColumn]);
  const wantedLoose = positionsBy([...sought], looseName);
  const found = new Map<string, number>();
  for (const name of sought) {
    const positions = exact.get(name) ?? (wantedLoose.get(looseName(name))?.length === 1 && loose.get(looseName(name)));
    if (!positions) continue;
    if (positions.length > 1) throw duplicateColumn(name, header, positions, file);
    found.set(name, positions[0]);
  }
  const used = new Set(found.values());
  const surplus = header.filter((_, position) => !used.has(position));
  const missing = [...wanted].filter((name) => !found.has(name) && !(idIsRowNumber && name === idColumn));
  if (missing.length > 0) throw missingColumns(missing, surplus, file);

  const roles = new Int32Array(header.length).fill(ignoredRole);
  features.forEach((name, index) => {
    roles[found.get(name) ?? 0] = index;
  });
  const id = found.get(idColumn);
  if (id !== undefined) roles[id] = idRole;
  const target = targetColumn === undefined ? undefined : found.get(targetColumn);
  if (target !== undefined) roles[target] = targetRole;
  const renamedColumns = [...found]
    .map(([wanted, position]) => ({found: header[position], wanted}))
    .filter(({found, wanted}) => found !== wanted);
  return {
    roles,
    hasTarget: target !== undefined,
    idIsNumbered: id === undefined,
    ignoredColumns: surplus,
    renamedColumns
  };
}

function positionsBy(names: readonly string[], key: (name: string) => string): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [position, name] of names.entries()) {
    const sameName = positions.get(key(name));
    if (sameName === undefined) positions.set(key(name), [position]);
    else sameName.push(position);
  }
  return positions;
}

function duplicateColumn(name: string, header: readonly string[], positions: number[], file?: string): UserError {
  const names = [...new Set(positions.map((position) => `\`${header[position]}\``))];
  const [first, second] = positions.map((position) => position + 1);
  const message =
    names.length === 1
      ? `Column ${names[0]} appears twice, as columns ${first} and ${second}.`
      : `Column \`${name}\` may be ${names.join(" or ")}; only one of them may be there.`;
  return new UserError("csv-duplicate-column", message, {file, column: name});
}

function missingColumns(missing: string[], surplus: string[], file: string | undefined): UserError {
  const [first, ...others] = missing;
  const subject = others.length === 0 ? `Column \`${first}\` is` : `Column \`${first}\` and ${others.length} more are`;
  const near = nearestName(
    first,
    surplus.filter((name) => name !== "")
  );
  const end = near === undefined ? "." : `; did you mean \`${near}\`?`;
  return new UserError("csv-missing-column", `${subject} missing${end}`, {file, column: first});
}
