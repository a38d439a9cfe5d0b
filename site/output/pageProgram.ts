import {parse} from "es-module-lexer";

/** A page's markup, and the program that its bundle is made of. */
export interface PageProgram {
  /** A module that exports what the page's own script takes from others. Its imports are relative to the page. */
  entry: string;
  /**
   * The page with its bundle in the place of the modules.
   * @param bundle its address, relative to the page
   * @param preloads what the bundle imports
   */
  connect(bundle: string, preloads: readonly string[]): string;
}

const placeholder = "bundle:";
const preload = /<link rel="modulepreload" href="([^"]+)">\n?/g;

/**
 * Takes the modules out of a page that Framework wrote: those of its inline script, of which Framework imports even the
 * static ones dynamically, and those of its script elements. es-module-lexer has to be initialised.
 */
export function readPageProgram(html: string): PageProgram {
  const preloaded = new Set(Array.from(html.matchAll(preload), ([, href = ""]) => href));
  const lines: string[] = [];
  const markup = html
    .replace(preload, "")
    .replace(/<script type="module" src="([^"]+)"><\/script>\n?/g, (_, source: string) => {
      lines.push(`import ${JSON.stringify(source)};`);
      return "";
    })
    .replace(/(<script type="module">)([\s\S]*?)(<\/script>)/g, (_, open: string, code: string, close: string) => {
      const script = takeImports(code, preloaded, lines);
      return open + script + close;
    });
  return {
    entry: [...new Set(lines)].join("\n"),
    connect(bundle, preloads) {
      const links = [bundle, ...preloads].map((href) => `<link rel="modulepreload" href="${href}">\n`).join("");
      const withBundle = markup.replaceAll(JSON.stringify(placeholder), JSON.stringify(bundle));
      return withBundle.replace(/<link rel="(stylesheet|icon)"|<\/head>/, (place) => links + place);
    }
  };
}

/** A page's markup as it should be, where Framework has no option for it: in which language, and free to be zoomed. */
export const finishMarkup = (html: string): string =>
  html.replace("<html>", '<html lang="en">').replace(", maximum-scale=1", "");

/** The code with its imports taken from the bundle; adds to the lines of the bundle's entry what they need. */
function takeImports(code: string, preloaded: ReadonlySet<string>, lines: string[]): string {
  const [imports] = parse(code);
  const names: string[] = [];
  let script = code;
  for (const {n: target, d: dynamicAt, ss: start, se: end} of [...imports].reverse()) {
    if (target === undefined) continue;
    const specifier = JSON.stringify(target);
    let replacement = `import ${JSON.stringify(placeholder)}`;
    if (dynamicAt > -1) {
      // What a page imports statically is preloaded; what it imports when it is needed stays apart.
      const isStatic = preloaded.has(target);
      const name = `${isStatic ? "module" : "load"}${lines.length}`;
      lines.push(
        isStatic ? `export * as ${name} from ${specifier};` : `export const ${name} = () => import(${specifier});`
      );
      names.push(name);
      replacement = isStatic ? name : `${name}()`;
    } else {
      const taken = /^import\s*(\{[^}]*\})\s*from/.exec(code.slice(start, end))?.[1];
      lines.push(taken === undefined ? `import ${specifier};` : `export ${taken} from ${specifier};`);
      if (taken !== undefined) replacement = `import ${taken} from ${JSON.stringify(placeholder)}`;
    }
    script = script.slice(0, start) + replacement + script.slice(end);
  }
  return names.length > 0 ? `\nimport {${names.join(", ")}} from ${JSON.stringify(placeholder)};${script}` : script;
}
