import {chartStyle} from "../encoding.js";

/** The frame of a chart of two shares, both from 0 to 1. */
export function unitSquare({width, x, y}: {width: number; x: string; y: string}) {
  const size = Math.min(width, 440);
  return {
    width: size,
    height: size - 10,
    marginLeft: 44,
    marginTop: 28,
    marginBottom: 40,
    style: chartStyle,
    x: {label: x, domain: [0, 1], ticks: 5},
    y: {label: y, domain: [0, 1], ticks: 5, grid: true}
  };
}
