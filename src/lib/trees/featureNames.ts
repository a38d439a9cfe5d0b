/**
 * What LightGBM's text cannot hold in a name: it separates names by blanks, ends lines, replaces blanks by `_` in
 * training, and refuses the special characters of JSON. `%` begins an escape.
 */
const unfit = /[\p{Cc} ",:[\]{}%]/gu;

/** A name that is empty would not be a word of the text at all; no other becomes a bare `%`. */
const empty = "%";

const escapes = /%(?:[0189][0-9A-F]|7F|2[025C]|3A|5[BD]|7[BD])/g;

/** A feature's name as LightGBM takes it: what does not fit is percent-encoded, other names stay as they are. */
export function toLightGBMName(name: string): string {
  if (name === "") return empty;
  return name.replace(unfit, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `%${code.padStart(2, "0")}`;
  });
}

/** The name that `toLightGBMName` was given. Of a model made elsewhere only these very escapes are replaced. */
export function fromLightGBMName(name: string): string {
  if (name === empty) return "";
  return name.replace(escapes, (encoded) => String.fromCharCode(Number.parseInt(encoded.slice(1), 16)));
}
