/** How far the month has come, for whoever watches. */
export interface Display {
  /** A step and how much of it is done; the last call of a step has `done === total`. */
  step(name: string, done: number, total: number): void;
  text(text: string): void;
}

/** One line a step: redrawn in a terminal, written once when it is done elsewhere. */
export const plainDisplay: Display = {
  step(name, done, total) {
    const bar = "█".repeat(Math.round((done / Math.max(1, total)) * 20)).padEnd(20, "░");
    const line = `  ${bar} ${String(done).padStart(5)}/${String(total).padEnd(5)} ${name}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}${done >= total ? "\n" : ""}`);
    else if (done >= total) process.stdout.write(`${line}\n`);
  },
  text: (text) => process.stdout.write(`${text}\n`),
};

export const silentDisplay: Display = { step: () => {}, text: () => {} };
