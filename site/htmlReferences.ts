import {findModuleReferences} from "./moduleReferences.js";
import type {Reference} from "./reference.js";

/** The references of a page: attributes of its elements, its inline modules, and the files that it registers. */
export function findHtmlReferences(html: string): Reference[] {
  const scripts = Array.from(
    html.matchAll(/<script\b[^>]*\btype="module"[^>]*>([\s\S]*?)<\/script>/g),
    ([, code]) => code
  );
  const elements = html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1");
  return [
    ...Array.from(elements.matchAll(/<(\w+)\b([^>]*)>/g), ([, tag, attributes]) =>
      elementReferences(tag, attributes)
    ).flat(),
    ...scripts.flatMap((code) => [...findModuleReferences(code), ...findRegisteredFiles(code)])
  ];
}

function elementReferences(tag: string, attributes: string): Reference[] {
  // `rel="canonical"` and the like name an address and load nothing.
  if (tag === "link" && /\brel="?(canonical|alternate)\b/.test(attributes)) return [];
  const values = attributes.matchAll(/\b(?:src|href)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/g);
  const kind = tag === "a" ? "link" : "asset";
  return Array.from(values, ([, double, single, bare]) => ({kind, target: unescapeHtml(double ?? single ?? bare)}));
}

/** Framework registers each FileAttachment under the address that it was written to. */
function findRegisteredFiles(code: string): Reference[] {
  const paths = code.matchAll(/registerFile\([^;]*?"path":\s*("(?:[^"\\]|\\.)*")/g);
  return Array.from(paths, ([, literal]) => ({kind: "asset", target: String(JSON.parse(literal))}));
}

function unescapeHtml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}
