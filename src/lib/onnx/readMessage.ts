import {UserError} from "../errors.js";

/** A field of a protocol-buffer message, as it stands in the file. */
export interface MessageField {
  number: number;
  /** Of an integer field. */
  value: number;
  /** Of a field with a length: text, bytes or a message. */
  content: Uint8Array;
  /** With its tag and length. */
  whole: Uint8Array;
}

/** Takes a message apart into its fields, in their order. @throws {UserError} `onnx-damaged` */
export function readMessage(bytes: Uint8Array): MessageField[] {
  const fields: MessageField[] = [];
  let position = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[position++];
      if (byte === undefined) throw damaged();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (position < bytes.length) {
    const start = position;
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag % 8];
    let value = 0;
    let length = 0;
    if (type === 0) value = varint();
    else if (type === 1) length = 8;
    else if (type === 2) length = varint();
    else if (type === 5) length = 4;
    else throw damaged();
    const content = bytes.subarray(position, position + length);
    if (content.length < length || number === 0) throw damaged();
    position += length;
    fields.push({number, value, content, whole: bytes.subarray(start, position)});
  }
  return fields;
}

export function textOf({content}: MessageField): string {
  return new TextDecoder().decode(content);
}

function damaged(): UserError {
  return new UserError(
    "onnx-damaged",
    "This is not an ONNX model, or it is damaged: its fields contradict each other."
  );
}
