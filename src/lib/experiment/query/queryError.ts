import {UserError} from "../../errors.js";

/** A mistake in a query, and where in its text it is. */
export class QueryError extends UserError {
  constructor(
    code: "query-syntax" | "query-unknown-name" | "query-bad-value",
    message: string,
    /** Characters before the mistake. */
    readonly start: number,
    /** Where it ends; equal to the start where something is missing. */
    readonly end: number,
    /** What was probably meant in its place. */
    readonly suggestion?: string
  ) {
    super(code, message);
  }
}
