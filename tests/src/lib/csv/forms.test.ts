import {describe, expect, test} from "vitest";
import {failure, header, plain, read, readBytes} from "./readTable.js";

/** Forms in which people's programs write tables, read as the model's columns and as a training file. */

const {NaN: none} = Number;
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("rows that are not there", () => {
  test.each([
    ["at the end", `${header}\na,1.5,-2,3.25\nb,4,5.75,6\n,,,\n,,,\n`, 2],
    ["without a line end", `${header}\na,1.5,-2,3.25\nb,4,5.75,6\n,,,`, 1],
    ["between rows", `${header}\r\n,,,\r\na,1.5,-2,3.25\r\n,,,\r\nb,4,5.75,6\r\n`, 2],
    ["with blanks and quotes", `${header}\na,1.5,-2,3.25\n , ,\t,\n"",""," ",""\nb,4,5.75,6\n`, 2],
    ["with more or fewer commas", `${header}\na,1.5,-2,3.25\n,,,,,,\n,\nb,4,5.75,6\n`, 2],
    ["with words for missing values", `${header}\na,1.5,-2,3.25\n,NA,,nan\nb,4,5.75,6\n`, 1],
    ["with only a column that is ignored", `Key,x,y,z,note\na,1.5,-2,3.25,n\n,,,,5\nb,4,5.75,6,n\n`, 1]
  ])("are skipped and counted %s", (_, text, skippedRows) => {
    const {rows, summary} = read(text);
    expect(rows).toEqual(plain);
    expect(summary).toMatchObject({rows: 2, skippedRows});
  });

  test("but a row with an id or with a value is one", () => {
    expect(read(`${header}\na,,,\n,1,,\n`)).toMatchObject({
      rows: [
        ["a", none, none, none],
        ["", 1, none, none]
      ],
      summary: {skippedRows: 0}
    });
  });

  test.each([
    ["blanks", "   \n"],
    ["tabs", "\t\t\r\n"],
    ["Control-Z", "\x1a"],
    ["Control-Z and a line end", "\x1a\r\n"],
    ["NULs", "\0\0\0"]
  ])("lines of %s are nothing at all", (_, end) => {
    const {rows, summary} = read(`${header}\na,1.5,-2,3.25\nb,4,5.75,6\n${end}`);
    expect(rows).toEqual(plain);
    expect(summary.skippedRows).toBe(0);
  });

  test("a NUL or Control-Z may follow the last cell", () => {
    for (const end of ["\0", "\x1a", "\0\0\x1a"])
      expect(read(`${header}\na,1.5,-2,3.25\nb,4,5.75,6${end}`).rows).toEqual(plain);
  });

  test("a quoted cell with a line end is no empty line", () => {
    expect(read(`${header}\n"\n",1,2,3\n" ""\n",4,5,6\n`).rows).toEqual([
      ["\n", 1, 2, 3],
      [' "\n', 4, 5, 6]
    ]);
  });
});

describe("encodings", () => {
  test("Windows-1252 is recognised wherever it begins, and every id stays its own", () => {
    const ids = ["Muller", "M\xfcller", "M\xf6ller", "caf\xe9 \x80 \x93q\x94", "\x81\x8d"];
    const {rows, summary} = read(latin1(`${header}\n${ids.map((id) => `${id},1,2,3\n`).join("")}`));
    expect(rows.map(([id]) => id)).toEqual(["Muller", "Müller", "Möller", "café € “q”", "\x81\x8d"]);
    expect(summary.encoding).toBe("Windows-1252");
  });

  test("it is no UTF-8 any more, even where bytes could be", () => {
    const {rows} = read(latin1(`${header}\nM\xfcller,1,2,3\nM\xc3\xbcller,1,2,3\n`));
    expect(rows.map(([id]) => id)).toEqual(["Müller", "MÃ¼ller"]);
  });

  test("a header in Windows-1252 names its columns", () => {
    const schema = {idColumn: "Schlüssel", features: ["größe"]};
    const {rows, summary} = readBytes(latin1("Schl\xfcssel,gr\xf6\xdfe\na,1\n"), 5, {...schema});
    expect(rows).toEqual([["a", 1]]);
    expect(summary.encoding).toBe("Windows-1252");
  });

  test("UTF-8 before it keeps what it says, and the rest is kept as well", () => {
    const bytes = Uint8Array.from([
      ...new TextEncoder().encode(`${header}\nMüller,1,2,3\n`),
      ...latin1("M\xf6ller,4,5,6\n")
    ]);
    const {rows, summary} = read(bytes);
    expect(rows.map(([id]) => id)).toEqual(["Müller", "Möller"]);
    expect(summary.encoding).toBe("UTF-8 and Windows-1252");
  });

  test("emoji and other scripts are UTF-8", () => {
    const {rows, summary} = read(`${header}\n😀,1,2,3\n日本,1,2,3\n`);
    expect(rows.map(([id]) => id)).toEqual(["😀", "日本"]);
    expect(summary.encoding).toBe("UTF-8");
  });

  test.each([
    ["little-endian with a mark", "\ufeff", false],
    ["big-endian with a mark", "\ufeff", true],
    ["little-endian", "", false],
    ["big-endian", "", true]
  ])("UTF-16 %s is read", (_, mark, swap) => {
    const bytes = Buffer.from(`${mark}${header}\r\nä😀,1.5,-2,3.25\r\nb,4,5.75,6`, "utf16le");
    const {rows, summary} = read(new Uint8Array(swap ? bytes.swap16() : bytes));
    expect(rows).toEqual([["ä😀", ...plain[0].slice(1)], plain[1]]);
    expect(summary).toMatchObject({encoding: "UTF-16", bytes: bytes.length});
  });

  test("UTF-16 that breaks off is refused", () => {
    const bytes = Buffer.from(`\ufeff${header}\na,1,2,3\n`, "utf16le");
    expect(failure(new Uint8Array(bytes.subarray(0, -1))).code).toBe("csv-not-text");
  });
});

describe("delimiters", () => {
  test.each([
    ["semicolons with decimal commas", "Key;x;y;z\na;1,5;-2;3,25\nb;4;5,75;6\n", ";", ","],
    ["semicolons with decimal points", "Key;x;y;z\na;1.5;-2;3.25\nb;4;5.75;6\n", ";", "."],
    ["sep=;", "sep=;\r\nKey;x;y;z\r\na;1,5;-2;3,25\r\nb;4;5,75;6\r\n", ";", ","],
    ["sep=,", `"sep=,"\n${header}\na,1.5,-2,3.25\nb,4,5.75,6\n`, ",", "."],
    ["tabs", "Key\tx\ty\tz\na\t1.5\t-2\t3.25\nb\t4\t5.75\t6\n", "\t", "."],
    ["vertical bars", "Key|x|y|z\na|1.5|-2|3.25\nb|4|5.75|6\n", "|", "."],
    ["a sign that sep= names", "sep=^\nKey^x^y^z\na^1.5^-2^3.25\nb^4^5.75^6\n", "^", "."]
  ])("%s are recognised", (_, text, delimiter, decimalMark) => {
    const {rows, summary} = read(text);
    expect(rows).toEqual(plain);
    expect(summary).toMatchObject({delimiter, decimalMark});
    expect(read(text, "infer").rows).toEqual(plain);
  });

  test("emptied rows of tabs and semicolons are counted, too", () => {
    expect(read("Key\tx\ty\tz\na\t1\t2\t3\n\t\t\t\n").summary.skippedRows).toBe(1);
    expect(read("Key;x;y;z\na;1;2;3\n;;;\n").summary.skippedRows).toBe(1);
  });

  test("two decimal marks in one file are refused", () => {
    expect(failure("Key;x;y;z\na;1,5;2;3\nb;4.5;5;6\n")).toMatchObject({
      code: "csv-not-a-number",
      row: 2,
      value: "4.5"
    });
    expect(failure("Key;x;y;z\na;1.234;2;3\nb;4,88;5;6\n")).toMatchObject({code: "csv-not-a-number", value: "4,88"});
  });

  test("a decimal comma between commas is refused with advice", () => {
    expect(failure(`${header}\na,"4,88",2,3\n`).message).toBe(
      "Row 1, column `x` is “4,88”, not a number; write its decimals after a point."
    );
  });
});

describe("what stands before the header, or in its place", () => {
  test.each([
    ["a comment", "# exported 2024-01-01\n"],
    ["a comment with commas", "# exported, by, me, on, a, day\n"],
    ["a title", "Scores of May\n\n"],
    ["a title with empty cells", '"Scores, of May",,,\n,,,\n'],
    ["several lines", "Scores\nby me\n# really\n"]
  ])("%s is skipped, and told", (_, lines) => {
    const {rows, summary} = read(`${lines}${header}\na,1.5,-2,3.25\nb,4,5.75,6\n`);
    expect(rows).toEqual(plain);
    expect(summary.skippedLines).toEqual(lines.split("\n").filter((line) => /[^,]/.test(line)));
  });

  test.each([
    ["a web page", "<!DOCTYPE html><html><body>Sign in</body></html>", "csv-not-text", /web page.*sign-in/],
    ["a web page of lines", "\n<html>\n<body>\n</body>\n", "csv-not-text", /web page/],
    ["XML", '<?xml version="1.0"?>\n<rows/>', "csv-not-text", /XML/],
    ["JSON records", '[{"Key":"a","x":1.5,"y":2,"z":3}]', "csv-not-text", /JSON/],
    ["JSON in lines", '[\n  {\n    "Key": "a"\n  }\n]\n', "csv-not-text", /JSON/],
    ["JSON lines", '{"Key":"a","x":1.5}\n{"Key":"b","x":1.5}\n', "csv-not-text", /JSON/],
    ["a pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n", "csv-not-text", /git lfs pull/],
    ["rows without a header", "a,1.5,-2,3.25\nb,4,5.75,6\n", "csv-no-header", /looks like a row.*`a`, `1.5`/],
    ["whole numbers without a header", "a,1,2,3\nb,4,5,6\n", "csv-no-header", /looks like a row/],
    [
      "other columns",
      "id,a,b,c,d\n1,2,3,4,5\n",
      "csv-missing-column",
      /`Key` and all 3 feature columns are missing. The file’s columns are `id`, `a`, `b` and 2 more\.$/
    ]
  ])("%s is called what it is", (_, text, code, message) => {
    expect(failure(text)).toMatchObject({code, message: expect.stringMatching(message)});
  });

  test("images are called what they are", () => {
    for (const start of ["\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0"])
      expect(failure(latin1(`${start}123,4\n5,6\n`))).toMatchObject({
        code: "csv-not-text",
        message: expect.stringContaining("an image")
      });
  });

  test.each(["<html><body>Sign in</body></html>", '[{"Key":"a","x":1.5}]', "a,1.5,-2.5,3.25\nb,4,5.75,6\n"])(
    "%j is no training file either",
    (text) => {
      expect(failure(text, "infer").code).toMatch(/^csv-(not-text|no-header)$/);
    }
  );

  test("text where a training file should have its first number says what was taken for the id", () => {
    expect(failure(",Key,x\n0,a,1\n", "infer").message).toBe(
      "Row 1, column `Key` is “a”, not a number. (The first column, which has no name, is taken as the id.)"
    );
  });
});
