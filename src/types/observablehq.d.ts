declare module "observablehq:stdlib" {
  export interface FileHandle {
    name: string;
    mimeType: string;
    lastModified: number;
    size: number;
    href: string;
    url(): Promise<string>;
    arrayBuffer(): Promise<ArrayBuffer>;
    text(): Promise<string>;
    json<T = unknown>(): Promise<T>;
    blob(): Promise<Blob>;
    stream(): Promise<ReadableStream<Uint8Array>>;
  }
  export function FileAttachment(name: string): FileHandle;
  export function resize(render: (width: number, height: number) => Node | null): HTMLElement;
}
declare module "@observablehq/inputs";
