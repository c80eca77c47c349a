import "uplot/dist/uPlot.min.css";

import { useEffect, useRef, useState, type ReactElement } from "react";
import uPlot from "uplot";

import { useTheme } from "../../shell/theme.ts";
import { useMedia } from "../../kit/use-media.ts";
import { chartOptions, type ChartSeries } from "./chart-options.ts";

/** A picture of numbers over time. It is for the eye alone: the table beside it says the same. */
export function Chart({
  at,
  series,
  kind,
  onPoint,
}: {
  /** Seconds, the oldest first. */
  at: readonly number[];
  series: readonly ChartSeries[];
  kind: "days" | "hours" | "line";
  /** Told which point the pointer is at, null when it leaves. */
  onPoint: (index: number | null) => void;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const theme = useTheme()[0];
  const light = useMedia("(prefers-color-scheme: light)");
  useEffect(() => {
    if (!box.current) return undefined;
    const watcher = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  const told = useRef(onPoint);
  useEffect(() => {
    told.current = onPoint;
  });
  useEffect(() => {
    if (!box.current || width === 0) return undefined;
    const colour = (name: string): string =>
      getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const options = chartOptions({ width, kind, series, colour, onPoint: (index) => told.current(index) });
    const plot = new uPlot(options, [[...at], ...series.map(({ tops }) => [...tops])], box.current);
    return () => plot.destroy();
  }, [at, series, kind, width, theme, light]);
  return <div ref={box} aria-hidden="true" className="h-40 w-full min-w-0 overflow-hidden" />;
}
