import {expect, test} from "vitest";
import {columnRoles, idRole, ignoredRole, inferSchema, targetRole} from "../../../../src/lib/schema/tableSchema.js";

test("the first column is the id, the target goes by its name, the others are features", () => {
  expect(inferSchema(["key", "y", "target", "x"])).toEqual({
    idColumn: "key",
    targetColumn: "target",
    features: ["y", "x"]
  });
  expect(inferSchema(["key", "x"])).toEqual({idColumn: "key", features: ["x"]});
  expect(inferSchema(["key", "x", "label"], {targetColumn: "label"}).targetColumn).toBe("label");
});

test("columns have roles by their names, not their places", () => {
  const schema = {idColumn: "key", targetColumn: "target", features: ["x", "y"]};
  const {roles, hasTarget, ignoredColumns} = columnRoles(["y", "note", "target", "key", "x"], schema);
  expect([...roles]).toEqual([1, ignoredRole, targetRole, idRole, 0]);
  expect({hasTarget, ignoredColumns}).toEqual({hasTarget: true, ignoredColumns: ["note"]});
});

test("a file need not have the target", () => {
  const {hasTarget} = columnRoles(["key", "x"], {idColumn: "key", targetColumn: "target", features: ["x"]});
  expect(hasTarget).toBe(false);
});
