// The inner loop of CsvReader: rows of numbers from bytes. Whatever is not plain here is left to TypeScript, cell by cell
// or, where a row is no row, at its beginning; so there is one meaning of every file, that of RowParser.
// No allocation: src/lib/csv/rowKernel.ts lays out the memory.
#include <wasm_simd128.h>
#include "number.h"

#define EXPORT(name) extern "C" __attribute__((export_name(#name), visibility("default")))

constexpr uint8_t lineFeed = 10, carriageReturn = 13, quote = 34;

EXPORT(powers) uint64_t* powers() { return powersOfFive; }

// --------------------------------------------------------------------------------------------------- where cells end

// Writes the positions of all delimiters and line ends; returns how many. The array has room for `length` + 8.
EXPORT(findEnds)
uint32_t findEnds(const uint8_t* bytes, uint32_t length, int delimiter, uint32_t* positions) {
  const v128_t d = wasm_i8x16_splat(delimiter), lf = wasm_i8x16_splat(lineFeed), cr = wasm_i8x16_splat(carriageReturn);
  uint32_t* out = positions;
  for (uint32_t at = 0; at < length; at += 64) {
    uint64_t ends = 0;
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; ++i) {
      const v128_t v = wasm_v128_load(bytes + at + 16 * i);
      const v128_t isEnd = wasm_v128_or(wasm_i8x16_eq(v, d), wasm_v128_or(wasm_i8x16_eq(v, lf), wasm_i8x16_eq(v, cr)));
      ends |= (uint64_t)wasm_i8x16_bitmask(isEnd) << (16 * i);
    }
    if (length - at < 64) ends &= (1ull << (length - at)) - 1;
    // Eight at a time, whether there are as many or not: the number of turns is easy to guess.
    uint32_t* const next = out + __builtin_popcountll(ends);
    while (ends) {
      _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; ++i) {
        out[i] = at + __builtin_ctzll(ends);
        ends &= ends - 1;
      }
      out += 8;
    }
    out = next;
  }
  return out - positions;
}

// ------------------------------------------------------------------------------------------------------------- cells

// Why reading ended.
enum Outcome { needsBytes, needsRoom, noRow };

enum Role { id = -1, target = -2, ignored = -3, text = -4 };  // or the position of a feature that is a number

struct Cell {
  uint32_t row, column, start;
};

struct Table {
  // What the table is.
  const int32_t* roles;
  uint32_t columns, features, delimiter;
  int32_t mark;              // the decimal mark, or -1 where it is not known yet
  const uint32_t* words;     // those of up to four bytes that stand for a missing value
  uint32_t wordCount;
  uint32_t mostRows, mostCells;
  // What was read.
  uint8_t* clear;            // by feature: 1 once there was a mark
  double* values;            // row by row
  double* targets;
  uint8_t* ids;              // one behind the other, and where each ends
  uint32_t* idEnds;
  Cell* cells;               // those that are left to TypeScript, in their order
  uint32_t cellCount;
  // Where reading begins and, afterwards, ended.
  uint32_t position, cursor;
  Outcome outcome;
};

// By the number of bytes and the place of the mark among the last 16 (16: there is none): moves the digits to the end.
static uint8_t shuffles[17][17][16] __attribute__((aligned(16)));
// By sign and number of decimals, plus 1.
static double signedPowers[2][17];

EXPORT(prepare)
__attribute__((minsize)) void prepare() {
  _Pragma("clang loop unroll(disable)") for (int length = 0; length <= 16; ++length)
    for (int mark = 0; mark <= 16; ++mark)
      for (int lane = 0; lane < 16; ++lane) {
        const int from = mark < 16 && lane <= mark ? lane - 1 : lane;
        shuffles[length][mark][lane] = from >= 16 - length ? from : 0xff;
      }
  for (int i = 0; i < 17; ++i) {
    signedPowers[0][i] = exactPowers[i > 0 ? i - 1 : 0];
    signedPowers[1][i] = -signedPowers[0][i];
  }
}

// Numbers of up to 16 bytes after the sign, with up to 2^53 without their mark. What comes out otherwise has no meaning.
INLINE bool readShort(const uint8_t* p, const uint8_t* end, v128_t mark, uint32_t markMask, double& value, uint32_t& hasMark) {
  const uint32_t negative = *p == '-';
  const uint32_t length = end - p - negative;
  if (length - 1 > 15) return false;
  const v128_t v = wasm_v128_load(end - 16);
  const uint32_t marks = wasm_i8x16_bitmask(wasm_i8x16_eq(v, mark)) & (markMask << (16 - length));
  const uint32_t place = __builtin_ctz(marks | 0x10000);
  hasMark = place < 16;
  const v128_t d = wasm_i8x16_swizzle(wasm_i8x16_sub(v, wasm_i8x16_splat('0')), wasm_v128_load(shuffles[length][place]));
  if (wasm_v128_any_true(wasm_u8x16_sub_sat(d, wasm_i8x16_splat(9))) | (length == hasMark)) return false;
  // Pairs of digits, then four, then eight.
  const v128_t two = wasm_u16x8_shr(wasm_i16x8_mul(d, wasm_i16x8_splat(2561)), 8);
  const v128_t four = wasm_i32x4_dot_i16x8(two, wasm_i32x4_splat(1 << 16 | 100));
  const v128_t eight = wasm_i32x4_dot_i16x8(wasm_i16x8_narrow_i32x4(four, four), wasm_i32x4_splat(1 << 16 | 10000));
  const uint64_t both = wasm_i64x2_extract_lane(eight, 0);
  const int64_t digits = (both & 0xffffffff) * 100000000 + (both >> 32);
  if (digits >> 53) return false;
  value = (double)digits / signedPowers[negative][16 - place];
  return true;
}

INLINE bool isBlank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

// Missing values, and numbers of any kind with blanks around them.
__attribute__((noinline)) static bool readLong(const Table& t, const uint8_t* p, const uint8_t* end, double& value, bool& hasMark) {
  while (p < end && isBlank(*p)) ++p;
  while (p < end && isBlank(end[-1])) --end;
  hasMark = false;
  if (p == end) return value = NAN, true;
  if (end - p <= 4) {
    uint32_t word = 0;
    memcpy(&word, p, 4);
    word &= 0xffffffff >> (8 * (4 - (end - p)));
    for (uint32_t i = 0; i < t.wordCount; ++i)
      if (t.words[i] == word) return value = NAN, true;
  }
  return readNumber(p, end, t.mark, value, hasMark);
}

// Where the quoted cell at `p` ends, after its closing quote; null where that is beyond the bytes.
__attribute__((noinline)) static const uint8_t* skipQuoted(const uint8_t* p, const uint8_t* end, bool& hasQuotes) {
  hasQuotes = false;
  for (++p; p < end; ++p) {
    if (*p != quote) continue;
    if (p + 1 == end) return nullptr;
    if (p[1] != quote) return p + 1;
    hasQuotes = true;
    ++p;
  }
  return nullptr;
}

// Copies text; false if it has characters beyond ASCII. Up to 15 bytes more are written.
INLINE bool copyAscii(const uint8_t* p, uint32_t length, uint8_t* out) {
  uint32_t others = 0;
  for (uint32_t i = 0; i < length; i += 16) {
    const v128_t v = wasm_v128_load(p + i);
    wasm_v128_store(out + i, v);
    others |= wasm_i8x16_bitmask(v) & (length - i < 16 ? (1 << (length - i)) - 1 : 0xffff);
  }
  return others == 0;
}

// -------------------------------------------------------------------------------------------------------------- rows

// Reads whole rows from t.position on, with the positions of `findEnds` from t.cursor on; returns how many.
// There are 16 bytes before the first, which are read and not used.
EXPORT(rows)
uint32_t rows(Table* table, const uint8_t* bytes, uint32_t length, const uint32_t* ends, uint32_t endCount) {
  Table& t = *table;
  const int32_t* const roles = t.roles;
  const uint32_t last = t.columns - 1, delimiter = t.delimiter;
  const v128_t mark = wasm_i8x16_splat(t.mark);
  const uint32_t markMask = t.mark < 0 ? 0 : 0xffff;
  uint8_t* const clear = t.clear;
  uint32_t position = t.position, cursor = t.cursor, row = 0, cellCount = 0, idEnd = 0;
  t.outcome = needsRoom;
  for (; row < t.mostRows; ++row) {
    for (; position < length; ++position) {
      const uint8_t byte = bytes[position];
      if (byte == lineFeed || byte == carriageReturn) ++cursor;
      else if (byte != 0 && byte != 26) break;
    }
    uint32_t p = position, next = cursor, cell = cellCount, numbers = 0;
    double* const values = t.values + (uint64_t)row * t.features;
    t.targets[row] = NAN;
    t.idEnds[row] = idEnd;
    for (uint32_t column = 0;; ++column) {
      if (next >= endCount) {
        t.outcome = needsBytes;
        goto stop;
      }
      uint32_t end = ends[next++];
      const int32_t role = roles[column];
      double value;
      uint32_t hasMark;
      if (role >= 0 && readShort(bytes + p, bytes + end, mark, markMask, value, hasMark)) [[likely]] {
        values[role] = value;
        clear[role] |= hasMark;
        ++numbers;
      } else {
        bool hasQuotes = false, isMarked;
        const bool isQuoted = bytes[p] == quote;
        if (isQuoted) {
          const uint8_t* after = skipQuoted(bytes + p, bytes + length, hasQuotes);
          if (after == nullptr) {
            t.outcome = needsBytes;
            goto stop;
          }
          end = after - bytes;
          for (--next; next < endCount && ends[next] < end;) ++next;
          if (next >= endCount) {
            t.outcome = end == length ? needsBytes : noRow;
            goto stop;
          }
          if (ends[next++] != end) goto isNoRow;
        }
        if (role != ignored) {
          const uint8_t* const first = bytes + p + isQuoted;
          const uint32_t size = end - p - 2 * isQuoted;
          const bool isNumber = (role >= 0 || role == target) && !hasQuotes && readLong(t, first, first + size, value, isMarked);
          if (role == id && !hasQuotes && copyAscii(first, size, t.ids + idEnd)) {
            t.idEnds[row] = idEnd + size;
          } else if (isNumber && role >= 0) {
            values[role] = value;
            clear[role] |= isMarked;
            numbers += value == value;
          } else if (isNumber && (value == 0 || value == 1)) {
            t.targets[row] = value;
            clear[t.features] |= isMarked;
          } else {
            if (cell == t.mostCells) {
              // With room of its own the row may fit.
              if (row == 0) goto isNoRow;
              goto stop;
            }
            t.cells[cell++] = {row, column, p};
          }
        }
      }
      if ((bytes[end] == delimiter) == (column == last)) goto isNoRow;
      p = end + 1;
      if (column == last) break;
    }
    // Perhaps a row of nothing.
    if (numbers == 0) goto isNoRow;
    position = p;
    cursor = next;
    cellCount = cell;
    idEnd = t.idEnds[row];
  }
  if (false) isNoRow: t.outcome = noRow;
stop:
  t.position = position;
  t.cursor = cursor;
  t.cellCount = cellCount;
  return row;
}
