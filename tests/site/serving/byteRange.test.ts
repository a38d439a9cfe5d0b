import {expect, it} from "vitest";
import {byteRange} from "../../../site/serving/byteRange.js";

it.for<[string, number, ReturnType<typeof byteRange>]>([
  ["bytes=0-0", 1000, {first: 0, last: 0}],
  ["bytes=0-499", 1000, {first: 0, last: 499}],
  ["bytes=500-", 1000, {first: 500, last: 999}],
  ["bytes=-500", 1000, {first: 500, last: 999}],
  ["bytes=-5000", 1000, {first: 0, last: 999}],
  ["bytes=999-5000", 1000, {first: 999, last: 999}],
  ["bytes=0-18446744073709551615", 1000, {first: 0, last: 999}],
  ["BYTES=0-1", 1000, {first: 0, last: 1}],
  ["bytes= 0-1 ", 1000, {first: 0, last: 1}],
  ["bytes=1000-", 1000, "unsatisfiable"],
  ["bytes=18446744073709551615-", 1000, "unsatisfiable"],
  ["bytes=-0", 1000, "unsatisfiable"],
  ["bytes=0-", 0, "unsatisfiable"],
  ["bytes=-5", 0, "unsatisfiable"],
  ["bytes=5-2", 1000, undefined],
  ["bytes=0-0,5-9", 1000, undefined],
  ["bytes=-", 1000, undefined],
  ["bytes=", 1000, undefined],
  ["bytes=a-b", 1000, undefined],
  ["bytes=1.5-2", 1000, undefined],
  ["bytes=-1-2", 1000, undefined],
  ["bytes=0x0-5", 1000, undefined],
  ["rows=0-5", 1000, undefined],
  ["garbage", 1000, undefined],
  ["", 1000, undefined]
])("reads %s of %i bytes", ([header, size, expected]) => {
  expect(byteRange(header, size)).toEqual(expected);
});
