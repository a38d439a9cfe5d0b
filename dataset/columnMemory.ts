/** Zeros in memory that workers can share. */
export function sharedFloats(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** Zeros in memory that workers can share. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** A column of the given length that begins with the values of this one: in the same memory if that goes on so far. */
export function withRoom(column: Float64Array, length: number): Float64Array {
  const {buffer, byteOffset} = column;
  if (byteOffset + length * Float64Array.BYTES_PER_ELEMENT <= buffer.byteLength)
    return new Float64Array(buffer, byteOffset, length);
  const longer = sharedFloats(length);
  longer.set(column);
  return longer;
}
