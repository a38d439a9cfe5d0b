import type {NativeModule, Pointer} from "./native.js";

type TextFunction = "LGBM_BoosterSaveModelToString" | "LGBM_BoosterDumpModel" | "LGBM_BoosterGetLoadedParam";
type NamesFunction = "LGBM_BoosterGetEvalNames" | "LGBM_BoosterGetFeatureNames" | "LGBM_DatasetGetFeatureNames";

/** Reads a text whose length LightGBM only tells when asked for it: (…args, capacity, out length, out text). */
export function readText(native: NativeModule, name: TextFunction, ...args: number[]): string {
  return native.scope((allocate) => {
    const length = allocate(8);
    let capacity = 1 << 16;
    for (;;) {
      const text = allocate(capacity);
      native.call(name, ...args, BigInt(capacity), length, text);
      const needed = Number(new DataView(native.bytes(length, 8).buffer, length).getBigInt64(0, true));
      if (needed <= capacity) return new TextDecoder().decode(native.bytes(text, needed - 1).slice());
      capacity = needed;
    }
  });
}

/** Reads a list of names: (handle, capacity, out count, string capacity, out string length, out strings). */
export function readNames(native: NativeModule, name: NamesFunction, handle: Pointer): string[] {
  return native.scope((allocate) => {
    const out = allocate(8);
    native.call(name, handle, 0, out, 0, out + 4, 0);
    const [count, length] = native.uint32(out, 2);
    const strings = allocate(count * length);
    const pointers = allocate(count * 4);
    native.uint32(pointers, count).set(Array.from({length: count}, (_, i) => strings + i * length));
    native.call(name, handle, count, out, length, out + 4, pointers);
    return Array.from({length: count}, (_, i) => native.readString(strings + i * length));
  });
}

/** Writes strings and the array of their addresses, as C functions like to have lists of names. */
export function writeStrings(
  native: NativeModule,
  strings: readonly string[],
  allocate: (bytes: number) => Pointer
): Pointer {
  const pointers = strings.map((text) => native.writeString(text, allocate));
  const array = allocate(pointers.length * 4);
  native.uint32(array, pointers.length).set(pointers);
  return array;
}
