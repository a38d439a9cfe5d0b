import {userInfo} from "node:os";

/** Who runs the program, as MLflow asks; containers may have users without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
