import {expect, it} from "vitest";
import {checkRoom, diskFault} from "../../../data-loaders/kaggle/diskFault.js";
import {temporaryDirectory, userError} from "./setUp.js";

it("says beforehand that there is not enough room", async () => {
  const directory = temporaryDirectory();
  await checkRoom(directory, 1, "The download");
  const error = await userError(checkRoom(directory, 1e18, "The download"));
  expect(error.code).toBe("disk-full");
  expect(error.message).toMatch(/^The download needs 1,000,000,000,000 MB in .*, where [\d,]+ MB are free\.$/);
});

it("leaves errors that are not about the disk as they are", () => {
  const bug = new TypeError("a bug");
  expect(diskFault(bug, "file")).toBe(bug);
  const denied = Object.assign(new Error("EACCES: permission denied"), {code: "EACCES"});
  expect(diskFault(denied, "file")).toMatchObject({code: "file-not-writable"});
});
