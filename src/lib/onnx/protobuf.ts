/**
 * Writes protocol-buffer messages, as far as ONNX needs them: a message is the concatenation of its fields, and
 * every function below returns one encoded field. (Encoding: protobuf.dev/programming-guides/encoding.)
 */
type Bytes = Uint8Array<ArrayBuffer>;

const wireType = {varint: 0, lengthDelimited: 2} as const;

/** A field of an integer type, for integers from 0 to 2^53 − 1. */
export function integer(field: number, value: number): Bytes {
  return Uint8Array.from([...varint(field * 8 + wireType.varint), ...varint(value)]);
}

/** A repeated field of an integer type, packed: one tag for all values. */
export function integers(field: number, values: readonly number[]): Bytes {
  return bytes(field, Uint8Array.from(values.flatMap(varint)));
}

/** A field of type string or bytes. */
export function bytes(field: number, value: Uint8Array): Bytes {
  return concatenate([
    Uint8Array.from([...varint(field * 8 + wireType.lengthDelimited), ...varint(value.length)]),
    value
  ]);
}

export function text(field: number, value: string): Bytes {
  return bytes(field, new TextEncoder().encode(value));
}

/** A field that is itself a message of the given fields. */
export function message(field: number, fields: readonly Uint8Array[]): Bytes {
  return bytes(field, concatenate(fields));
}

/** The outermost message, which no field holds. */
export function concatenate(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): number[] {
  const encoded: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...encoded, rest];
    encoded.push((rest % 128) + 128);
  }
}
