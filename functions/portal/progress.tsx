import type { Overview, Step } from "./client.ts";
import { Both } from "./document.tsx";
import { grouped } from "./words.ts";

type Reach = "done" | "running" | "waiting";

/** How far a step has come; a step without anything to do has not begun. */
export function reachOf({ done, total }: Step): Reach {
  if (total > 0 && done >= total) return "done";
  return done > 0 ? "running" : "waiting";
}

const REACH_WORDS = {
  done: { zh: "完成", en: "done" },
  running: { zh: "进行中", en: "under way" },
  waiting: { zh: "未开始", en: "not begun" },
} as const;

/** The way of the month, from registration to the ranking. */
export const Progress = ({ steps }: Pick<Overview, "steps">) => (
  <section aria-labelledby="progress">
    <h2 id="progress">
      <Both zh="进度" en="Progress" />
    </h2>
    <ol class="steps">
      {steps.map((step, index) => (
        <StepItem step={step} number={index + 1} />
      ))}
    </ol>
  </section>
);

const StepItem = ({ step, number }: { step: Step; number: number }) => {
  const reach = reachOf(step);
  return (
    <li class={`step step-${reach}`} data-step={step.code}>
      <progress
        max={Math.max(step.total, 1)}
        value={Math.min(step.done, step.total)}
        aria-label={`${step.zh} ${step.en}`}
      />
      <p class="step-name">
        <span class="step-number" aria-hidden="true">
          {number}
        </span>
        <Both zh={step.zh} en={step.en} />
      </p>
      <p class="step-count">
        {step.total === 0 ? "—" : grouped(step.done)}
        {step.total === 0 ? null : <span class="of"> / {grouped(step.total)}</span>}
      </p>
      <p class="step-reach">
        <Both {...REACH_WORDS[reach]} />
      </p>
    </li>
  );
};
