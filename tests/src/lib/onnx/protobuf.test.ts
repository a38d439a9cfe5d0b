import {expect, test} from "vitest";
import {bytes, concatenate, integer, integers, message, text} from "../../../../src/lib/onnx/protobuf.js";

// The examples of protobuf.dev/programming-guides/encoding.
test("fields are encoded as the format's documentation shows", () => {
  expect([...integer(1, 150)]).toEqual([0x08, 0x96, 0x01]);
  expect([...text(2, "testing")]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect([...message(3, [integer(1, 150)])]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect([...integers(6, [3, 270, 86942])]).toEqual([0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
});

test("large numbers, field numbers above 15 and empty values are encoded", () => {
  expect([...integer(20, 2 ** 40)]).toEqual([0xa0, 0x01, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
  expect([...bytes(1, new Uint8Array())]).toEqual([0x0a, 0]);
  expect([...concatenate([integer(1, 0), integers(2, [])])]).toEqual([0x08, 0, 0x12, 0]);
});
