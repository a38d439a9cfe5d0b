import {UserError} from "../../src/lib/errors.js";
import {type AnswerFormat, answerFormats} from "./answerFormat.js";

/**
 * The format that an Accept header likes best; of equals the earlier in `answerFormats`. Without a header it is JSON.
 * @throws {UserError} `not-acceptable`
 */
export function negotiateFormat(accept = "*/*"): AnswerFormat {
  const ranges = accept.split(",").map(parseRange);
  let best: {format: AnswerFormat; quality: number} | undefined;
  for (const format of answerFormats) {
    const quality = qualityOf(format.mediaType, ranges);
    if (quality > (best?.quality ?? 0)) best = {format, quality};
  }
  if (best !== undefined) return best.format;
  const types = answerFormats.map(({mediaType}) => mediaType).join(", ");
  throw new UserError("not-acceptable", `The Accept header allows none of ${types}.`, {value: accept});
}

interface MediaRange {
  type: string;
  quality: number;
}

function parseRange(text: string): MediaRange {
  const [type, ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return {type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0};
}

/** A range that names the type counts before one with a star (RFC 9110, 12.5.1). */
function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const [family] = mediaType.split("/");
  for (const wanted of [mediaType, `${family}/*`, "*/*"]) {
    const range = ranges.find(({type}) => type === wanted);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
