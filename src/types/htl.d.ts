declare module "htl" {
  interface Html {
    <Kind extends HTMLElement = HTMLElement>(strings: TemplateStringsArray, ...values: unknown[]): Kind;
    fragment(strings: TemplateStringsArray, ...values: unknown[]): DocumentFragment;
  }
  export const html: Html;
  export function svg<Kind extends SVGElement = SVGElement>(strings: TemplateStringsArray, ...values: unknown[]): Kind;
}
