import {expect, it} from "vitest";
import {findColumns} from "../../../../src/lib/csv/fileColumns.js";

const schema = {idColumn: "id", features: ["a", "b"]};
const find = (text: string) => {
  const bytes = new TextEncoder().encode(`${text}\n`);
  return findColumns(bytes, bytes.length - 1, false, {schema, decode: (part) => new TextDecoder().decode(part)});
};

it("knows the latest header of a schema again, and no other for it", () => {
  const first = find("id,a,b\nx,1,2\n");
  expect(first?.header.names).toEqual(["id", "a", "b"]);
  expect(find("id,a,b\ny,3,4\n")).toBe(first);
  expect(find("id,a,b,c\ny,3,4,5\n")?.header.names).toEqual(["id", "a", "b", "c"]);
  expect(find("id,b,a\ny,3,4\n")?.roles.roles).toEqual(new Int32Array([-1, 1, 0]));
  expect(find('id,a,b," \n"\ny,3,4,5\n')?.header.names).toEqual(["id", "a", "b", ""]);
  expect(() => find("id,a\ny,3\n")).toThrow("Column `b` is missing");
});

it("waits for a header's end, also of a known one", () => {
  expect(find("id,a,b\nx")).toBeDefined();
  expect(find("id,a,b")).toBeUndefined();
});
