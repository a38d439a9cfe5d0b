/**
 * Gives Plot's charts roles that assistive technology knows what to do with, now and whenever one is drawn: Plot labels
 * the groups of its marks (“dot”, “rule”), which have no role that takes a label. A chart with a label of its own becomes
 * an image of that name.
 */
export function labelCharts(root: HTMLElement): void {
  const label = (element: Element) => {
    for (const chart of element.querySelectorAll<SVGSVGElement>('svg[class^="plot-"]')) labelChart(chart);
  };
  label(root);
  new MutationObserver((records) => {
    for (const {addedNodes} of records)
      for (const node of addedNodes)
        if (node instanceof SVGElement) {
          const chart = node.closest<SVGSVGElement>('svg[class^="plot-"]');
          if (chart) labelChart(chart);
        } else if (node instanceof Element) label(node);
  }).observe(root, {childList: true, subtree: true});
}

function labelChart(chart: SVGSVGElement): void {
  if (chart.hasAttribute("aria-label") && !chart.hasAttribute("role")) chart.setAttribute("role", "img");
  for (const group of chart.querySelectorAll("g[aria-label]:not([role])")) group.removeAttribute("aria-label");
}
