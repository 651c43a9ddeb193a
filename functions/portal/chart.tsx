import type { Place } from "./client.ts";
import { scoreText } from "./words.ts";

/** Height of a unit's line, and where its label and its bar stand in it, in CSS pixels. */
const LINE = 44;
const LABEL = 16;
const BAR = { top: 24, height: 10 };
const AXIS = 24;
const TICKS = [0, 25, 50, 75, 100];

/** Scores reach 100 and, with bonus points, beyond; the axis then reaches as far as the best one. */
export const axisEnd = (places: readonly Place[]): number =>
  Math.max(100, ...places.map(({ total }) => total));

const percent = (value: number, end: number): string => `${((Math.max(0, value) / end) * 100).toFixed(2)}%`;

/**
 * Bars as long as the scores, best first. Lengths are shares of the picture's width, so that it fits any screen
 * and its letters stay as large as the page's.
 */
export const BarChart = ({ group, places }: { group: string; places: readonly Place[] }) => {
  const end = axisEnd(places);
  const height = places.length * LINE + AXIS;
  const label = `${group} 得分条形图 Bar chart of scores: ${places.map(({ name, total }) => `${name} ${scoreText(total)}`).join(", ")}`;
  return (
    <svg class="chart" role="img" aria-label={label} width="100%" height={String(height)}>
      {TICKS.map((tick) => (
        <Tick tick={tick} end={end} bottom={places.length * LINE} />
      ))}
      {places.map((place, index) => (
        <Bar place={place} end={end} top={index * LINE} />
      ))}
    </svg>
  );
};

const Bar = ({ place, end, top }: { place: Place; end: number; top: number }) => (
  <g class={place.rank === 1 ? "unit unit-first" : "unit"}>
    <text class="unit-name" x="0" y={String(top + LABEL)}>
      {place.name}
    </text>
    <text class="unit-score" x="100%" y={String(top + LABEL)} text-anchor="end">
      {scoreText(place.total)}
    </text>
    <rect class="track" x="0" y={String(top + BAR.top)} width="100%" height={String(BAR.height)} />
    <rect
      class="bar"
      x="0"
      y={String(top + BAR.top)}
      width={percent(place.total, end)}
      height={String(BAR.height)}
    />
  </g>
);

const Tick = ({ tick, end, bottom }: { tick: number; end: number; bottom: number }) => {
  const x = percent(tick, end);
  const anchor = tick === 0 ? "start" : tick === end ? "end" : "middle";
  return (
    <g class="tick">
      <line x1={x} x2={x} y1="0" y2={String(bottom)} />
      <text x={x} y={String(bottom + 16)} text-anchor={anchor}>
        {tick}
      </text>
    </g>
  );
};
