/** Where in the user's input a mistake is. Rows count from 1 and leave out the header. */
export interface Place {
  file?: string;
  row?: number;
  column?: string;
  value?: string;
}

const longestValue = 40;

/**
 * A mistake that the reader of the message can correct: a wrong file, name or setting.
 * `code` is stable and meant for programs; `message` is a sentence meant for people.
 * The page, the command line and the API all show this error; anything else is a bug of ours.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: string;
  readonly place: Place;

  constructor(code: string, message: string, {value, ...place}: Place = {}) {
    super(message);
    this.code = code;
    this.place = value === undefined ? place : {...place, value: shorten(value)};
  }

  /** The form that crosses worker and network boundaries. */
  toJSON(): UserErrorData {
    return {code: this.code, message: this.message, ...this.place};
  }

  static fromJSON({code, message, ...place}: UserErrorData): UserError {
    return new UserError(code, message, place);
  }
}

export interface UserErrorData extends Place {
  code: string;
  message: string;
}

/** Whether it is the model that has to be corrected, whatever file it was to score. */
export function isFaultOfModel({code}: Pick<UserErrorData, "code">): boolean {
  return /^(staged|manifest|engine)-|^score-not-finite$/.test(code);
}

/** Cuts a value to 40 characters, so that no message carries a whole file. */
export function shorten(value: string): string {
  const characters = [...value];
  return characters.length > longestValue ? `${characters.slice(0, longestValue - 1).join("")}…` : value;
}
