/** What a page shows, kept in the query string, so that a copied link opens the same view. */
export interface UrlState<Name extends string> {
  get(name: Name): string;
  /** Values equal to their default leave the address. */
  set(values: Partial<Record<Name, string>>): void;
  /** As `set`, for a deliberate change: the browser's back button returns to the view before it. */
  push(values: Partial<Record<Name, string>>): void;
  /**
   * Calls back when the reader has gone back or forward to another view of the page, whose values `get` gives by then.
   * @returns ends that
   */
  onReturn(listener: () => void): () => void;
}

/** What `urlState` needs of a window. */
export interface AddressBar extends Pick<EventTarget, "addEventListener" | "removeEventListener"> {
  location: {readonly href: string};
  history: Record<"replaceState" | "pushState", (data: unknown, unused: string, url: string) => void>;
}

/** Unknown names in the address are left alone. */
export function urlState<Name extends string>(
  defaults: Record<Name, string>,
  bar: AddressBar = window
): UrlState<Name> {
  const {location, history} = bar;
  function address(values: Partial<Record<Name, string>>): string {
    const url = new URL(location.href);
    for (const name of Object.keys(values) as Name[]) {
      const value = values[name];
      if (value === undefined || value === defaults[name]) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return url.href;
  }
  return {
    get: (name) => new URL(location.href).searchParams.get(name) ?? defaults[name],
    set(values) {
      const href = address(values);
      if (href !== location.href) history.replaceState(null, "", href);
    },
    push(values) {
      const href = address(values);
      if (href !== location.href) history.pushState(null, "", href);
    },
    onReturn(listener) {
      bar.addEventListener("popstate", listener);
      return () => bar.removeEventListener("popstate", listener);
    }
  };
}
