/** What a page shows, kept in the query string, so that a copied link opens the same view. */
export interface UrlState<Name extends string> {
  get(name: Name): string;
  /** Values equal to their default leave the address. */
  set(values: Partial<Record<Name, string>>): void;
}

/** What `urlState` needs of a window. */
export interface AddressBar {
  location: {readonly href: string};
  history: {replaceState(data: unknown, unused: string, url: string): void};
}

/** Unknown names in the address are left alone. */
export function urlState<Name extends string>(
  defaults: Record<Name, string>,
  {location, history}: AddressBar = window
): UrlState<Name> {
  return {
    get: (name) => new URL(location.href).searchParams.get(name) ?? defaults[name],
    set(values) {
      const url = new URL(location.href);
      for (const name of Object.keys(values) as Name[]) {
        const value = values[name];
        if (value === undefined || value === defaults[name]) url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      }
      if (url.href !== location.href) history.replaceState(null, "", url.href);
    }
  };
}
