import {expect, it} from "vitest";
import {apiAddresses} from "../../../data-loaders/inference/apiAddresses.js";

it("names no API where none is set", () => {
  expect(apiAddresses({INFERENCE_URL: ""})).toEqual([]);
});

it("puts the primary before its backup", () => {
  expect(apiAddresses({INFERENCE_BACKUP_URL: "https://backup.example.org/api", INFERENCE_URL: "./"})).toEqual([
    {name: "the primary API", address: "./"},
    {name: "the backup API", address: "https://backup.example.org/api/"}
  ]);
});

it.each(["javascript:alert(1)", "example.org", "//example.org"])("refuses %s", (address) => {
  expect(() => apiAddresses({INFERENCE_URL: address})).toThrow(expect.objectContaining({code: "invalid-address"}));
});
