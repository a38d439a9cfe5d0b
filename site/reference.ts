/** What a file of the site asks for: a page, a script, or anything else that the browser loads by itself. */
export interface Reference {
  kind: "link" | "module" | "asset";
  /** As written: a relative path, an absolute address, or a bare package name. */
  target: string;
}
