import type {FastifyServerOptions} from "fastify";
import {UserError} from "../src/lib/errors.js";
import type {Configuration} from "./configuration.js";

/**
 * Structured logs, a JSON object a line. No value out of a client's data is ever logged: a user's mistake is logged by
 * its code, because its sentence may quote what it found.
 */
export function loggerOptions({logLevel}: Configuration): FastifyServerOptions["logger"] {
  return {
    level: logLevel,
    serializers: {
      err: (error: unknown) => {
        if (error instanceof UserError) return {type: error.name, code: error.code, message: "", stack: ""};
        if (!(error instanceof Error)) return {type: typeof error, message: "", stack: ""};
        return {type: error.name, message: error.message, stack: error.stack ?? ""};
      }
    }
  };
}
