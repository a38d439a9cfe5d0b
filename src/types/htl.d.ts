declare module "htl" {
  interface Html {
    (strings: TemplateStringsArray, ...values: unknown[]): HTMLElement;
    fragment(strings: TemplateStringsArray, ...values: unknown[]): DocumentFragment;
  }
  export const html: Html;
  export function svg(strings: TemplateStringsArray, ...values: unknown[]): SVGElement;
}
