import type { Folder } from "./folder.ts";

/** Where the stage's time stands, kept so that it does not pass while the stage is stopped. */
interface Standing {
  /** Milliseconds since 1970. */
  now: number;
  /** All schedules due until then have been fired. */
  firedUntil: number;
}

export class StageClock {
  /** How far the stage is ahead of the machine, in milliseconds; every function's environment reads it. */
  readonly shift: Float64Array;
  #firedUntil: number;
  readonly #file: { read(): Standing | undefined; write(value: Standing): void };
  readonly #ticking: NodeJS.Timeout;

  /** Goes on where the folder's clock stood; a new folder starts at `start`. */
  constructor(folder: Folder, start: Date) {
    this.#file = folder.json<Standing>("clock.json");
    const standing = this.#file.read() ?? { now: start.getTime(), firedUntil: start.getTime() };
    this.shift = new Float64Array(new SharedArrayBuffer(8));
    this.shift[0] = standing.now - Date.now();
    this.#firedUntil = standing.firedUntil;
    this.persist();
    // a killed stage loses a second at most
    this.#ticking = setInterval(() => this.persist(), 1000).unref();
  }

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  /** Milliseconds by which the stage is ahead of the machine. */
  get ahead(): number {
    return this.shift[0] ?? 0;
  }

  /** Moves every clock of the stage. @returns false if that would be backwards */
  moveTo(instant: Date): boolean {
    const ahead = instant.getTime() - Date.now();
    if (ahead < this.ahead) return false;
    this.shift[0] = ahead;
    this.persist();
    return true;
  }

  get firedUntil(): Date {
    return new Date(this.#firedUntil);
  }

  set firedUntil(instant: Date) {
    this.#firedUntil = instant.getTime();
    this.persist();
  }

  persist(): void {
    this.#file.write({ now: this.now().getTime(), firedUntil: this.#firedUntil });
  }

  stop(): void {
    clearInterval(this.#ticking);
    this.persist();
  }
}
