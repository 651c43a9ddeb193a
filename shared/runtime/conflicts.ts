import { Problem } from "../values/problem.ts";
import { ConditionFailed } from "./table.ts";

/** For `.catch`: someone else's change came first, so the caller has to look again. */
export const changedMeanwhile = (cause: unknown): never => {
  if (!(cause instanceof ConditionFailed)) throw cause;
  throw new Problem({
    status: 409,
    code: "changed-meanwhile",
    zh: "数据已被他人更改，请刷新后重试",
    en: "Someone changed it meanwhile; read it again and retry",
  });
};

/** For `.catch`: what was to be new is there already. */
export const taken =
  (code: string, zh: string, en: string, pointer: string) =>
  (cause: unknown): never => {
    throw cause instanceof ConditionFailed ? new Problem({ status: 409, code, zh, en, pointer }) : cause;
  };

/** For `.catch`: what was to be made exists, which is what a second message of the same meaning finds. */
export const alreadyDone = (cause: unknown): void => {
  if (!(cause instanceof ConditionFailed)) throw cause;
};

/** Whether a conditional write was made; not where somebody else's came first, so that the caller has to look again. */
export const wasFirst = (write: Promise<unknown>): Promise<boolean> =>
  write.then(
    () => true,
    (cause: unknown) => {
      if (cause instanceof ConditionFailed) return false;
      throw cause;
    },
  );
