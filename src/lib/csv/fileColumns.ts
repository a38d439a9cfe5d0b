import {type ColumnRoles, columnRoles, inferSchema, type TableSchema, textSchema} from "../schema/tableSchema.js";
import {ascii, type Decode} from "./cells.js";
import {findHeader, type Header} from "./header.js";

/** A file's header, and what its columns are. */
export interface FileColumns {
  header: Header;
  /** The one that was given, or that of the header. */
  schema: TableSchema;
  roles: ColumnRoles;
}

export interface FileColumnsOptions {
  schema: TableSchema | "infer" | "text";
  targetColumn?: string;
  decode: Decode;
  file?: string;
}

/** Longer ones are read anew each time. */
const longestRemembered = 2 ** 16;

/** The bytes of the latest header of a schema, with what ends its line, and what they say. */
const remembered = new WeakMap<TableSchema, {bytes: Uint8Array; columns: FileColumns}>();

/**
 * Finds the header and the columns of a schema in it. Small files with the same header come by the thousand, so the
 * latest header of each schema is remembered.
 * @returns undefined if there is no whole header yet
 * @throws UserError as `findHeader` and `columnRoles` do
 */
export function findColumns(
  bytes: Uint8Array,
  end: number,
  final: boolean,
  options: FileColumnsOptions
): FileColumns | undefined {
  const {schema, targetColumn, decode, file} = options;
  const known = typeof schema === "string" ? undefined : remembered.get(schema);
  if (known !== undefined && known.bytes.length <= end && startsWith(bytes, known.bytes)) return known.columns;
  const header = findHeader(bytes, end, final, {schema: typeof schema === "string" ? "infer" : schema, decode, file});
  if (header === undefined) return undefined;
  if (schema === "infer") return columnsOf(header, inferSchema(header.names, {targetColumn, file}), file);
  if (schema === "text") return columnsOf(header, textSchema(header.names, file), file);
  const columns = columnsOf(header, schema, file);
  const line = bytes.subarray(0, Math.min(header.next + 1, end));
  if (header.next < end && line.length <= longestRemembered && line.every(isPlain))
    remembered.set(schema, {bytes: line.slice(), columns});
  return columns;
}

function columnsOf(header: Header, schema: TableSchema, file: string | undefined): FileColumns {
  return {header, schema, roles: columnRoles(header.names, schema, file)};
}

/** With quotes a line may be longer, and other characters say something about the rest of the file. */
function isPlain(byte: number): boolean {
  return byte < 0x80 && byte !== ascii.quote;
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  for (let position = 0; position < start.length; ++position) if (bytes[position] !== start[position]) return false;
  return true;
}
