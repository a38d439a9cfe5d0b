/** A chart's markup with one element a line, so that a change to a snapshot reads as a change to a picture. */
export function chartMarkup(chart: Element): string {
  // Plot numbers its clip paths over the life of the page.
  const markup = chart.outerHTML.replace(/plot-clip-\d+/g, "plot-clip");
  return `${markup.replaceAll("><", ">\n<")}\n`;
}
