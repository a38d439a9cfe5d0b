const userInformation = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi;
const secretParameter =
  /([?&][\w.-]*(?:token|key|secret|password|passwd|signature|sig|auth|credential)[\w.-]*=)[^&#\s"'”]+/gi;
const authorization = /\b(authorization: *(?:Basic|Bearer)|Bearer) +[\w.~+/=-]{8,}/gi;

/** Text for people and logs without what only looks like a part of an address, or of a header, and is a secret. */
export function redact(text: string): string {
  return text.replace(userInformation, "$1").replace(secretParameter, "$1…").replace(authorization, "$1 …");
}
