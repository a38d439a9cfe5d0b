interface Rule {
  pattern: RegExp;
  admits: boolean;
}

/** What of a list of paths the builder would be sent: the last rule that fits a path or a folder above it decides. */
export function dockerContext(dockerignore: string, paths: readonly string[]): string[] {
  const rules = dockerignore
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(parseRule);
  return paths.filter((path) => {
    const parts = path.split("/");
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
    return rules.findLast(({pattern}) => prefixes.some((prefix) => pattern.test(prefix)))?.admits ?? true;
  });
}

function parseRule(line: string): Rule {
  const admits = line.startsWith("!");
  const source = line
    .slice(admits ? 1 : 0)
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(
      /\*\*\/|\*\*|\*|\?/g,
      (wildcard) => ({"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"})[wildcard] ?? ""
    );
  return {pattern: new RegExp(`^${source}$`), admits};
}
