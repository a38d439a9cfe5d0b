/** A page of the report's menu. */
export interface ReportPage {
  name: string;
  /** From the report's root, without an ending. */
  path: string;
  /** What readers look for there, in their words; the search finds the page by them. */
  words: string;
}

/** In the menu's order. */
export const reportPages: readonly ReportPage[] = [
  {
    name: "Overview",
    path: "/",
    words: "start summary best model champion recall precision strongest features staged"
  },
  {
    name: "Experiments",
    path: "/experiments",
    words:
      "runs models compare baseline filter query parameters metrics AUC log loss average precision folds cross-validation significance learning curves calibration ROC sweep"
  },
  {
    name: "Features",
    path: "/features",
    words: "variables columns distributions histograms drift PSI missing values quantiles target rate train test data"
  },
  {
    name: "Predict",
    path: "/predict",
    words: "upload CSV file score probability threshold download submission scoring in the browser"
  },
  {
    name: "Monitor",
    path: "/monitor",
    words: "health checks uptime outages latency response time alerts production UAT"
  }
];

export interface BarOptions {
  title: string;
  pages: readonly ReportPage[];
  /** The page that the bar stands on, such as `/experiments`. */
  path: string;
}

/** Pages that belong to one of the menu. */
const parents: Readonly<Record<string, string>> = {"/run": "/experiments", "/runs": "/experiments"};

/** The bar on top of each page: the report's title, its pages, and a place for the search and the badge of the data. */
export function barMarkup({title, pages, path}: BarOptions): string {
  const page = path.replace(/\/index$/, "/");
  const parent = parents[page.replace(/(?<=.)\/.*/, "")];
  const links = pages.map(({name, path: address}) => {
    const current = address === page ? ' aria-current="page"' : address === parent ? ' aria-current="true"' : "";
    return `<a href="${address}"${current}>${name}</a>`;
  });
  return `<a class="skip-link" href="#content">Skip to the content</a>
<div class="site-bar">
<nav aria-label="Pages"><a class="bar-title" href="/">${title}</a>${links.join("")}</nav>
<div class="bar-tools"></div>
<span id="content"></span>
</div>
<script type="module" src="/components/shell/bar.js"></script>`;
}
