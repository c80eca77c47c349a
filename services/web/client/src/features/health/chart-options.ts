import uPlot from "uplot";

/** One colour of a picture. `tops` is where it is drawn: for a stack, on top of those before it. */
export type ChartSeries = { name: string; colour: string; tops: readonly number[] };

/** Dates and hours in UTC and 24 hours, hairlines, no legend: its words stand beside the picture. */
export function chartOptions({
  width,
  kind,
  series,
  colour,
  onPoint,
}: {
  width: number;
  kind: "days" | "hours" | "line";
  series: readonly ChartSeries[];
  colour: (token: string) => string;
  onPoint: (index: number | null) => void;
}): uPlot.Options {
  const axis = {
    stroke: colour("faint"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
  };
  const bars = uPlot.paths.bars?.({ size: [0.7, 28], align: kind === "line" ? 0 : 1 });
  // The tallest is drawn first, so that what it stands on covers it.
  const drawn = series.map(({ colour: token }) => paint(colour(token), kind === "line" ? undefined : bars));
  return {
    width,
    height: 160,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    cursor: { y: false, points: { show: kind === "line" }, drag: { x: false, y: false } },
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
    scales: {
      x: { range: (_, from, to) => [from, to + step[kind]] },
      y: { range: (_, __, top) => [0, Math.max(4, top * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 56,
        size: 26,
        values: (_, splits) => splits.map(labelFor(kind, splits)),
      },
      { ...axis, size: 44, splits: whole },
    ],
    series: [{}, ...drawn],
  };
}

/** Bars begin at their time: the last one needs its room. */
const step = { days: 86_400, hours: 3_600, line: 0 };

/** `11-20` of days, `14:00` of hours; with seconds where marks stand closer than a minute. */
function labelFor(kind: "days" | "hours" | "line", splits: readonly number[]): (seconds: number) => string {
  const isClose = (splits[1] ?? 0) - (splits[0] ?? 0) < 60;
  const [from, to] = kind === "days" ? [5, 10] : kind === "line" && isClose ? [11, 19] : [11, 16];
  return (seconds) => new Date(seconds * 1_000).toISOString().slice(from, to);
}

function paint(stroke: string, paths: uPlot.Series.PathBuilder | undefined): uPlot.Series {
  return paths
    ? { stroke, fill: stroke, width: 0, paths, points: { show: false } }
    : { stroke, width: 1.5, points: { show: false } };
}

/** Marks at whole numbers: there is no half an article. */
function whole(_: uPlot, __: number, least: number, most: number): number[] {
  const rough = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const size = [1, 2, 5, 10].map((factor) => factor * power).find((wide) => wide >= rough) ?? power;
  const marks = [];
  for (let mark = 0; mark <= most; mark += Math.max(1, size)) marks.push(mark);
  return marks;
}
