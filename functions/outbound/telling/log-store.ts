import type { Envelope } from "../../../events/envelope.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { ConditionFailed, type Item, openTable } from "../../../shared/runtime/table.ts";

/** A fact as the log keeps it. */
export interface Logged extends Item {
  envelope: Envelope;
  /** Everybody who subscribed has it waiting: heard again, it is told to nobody twice. */
  spread?: boolean;
}

/** What names a fact: its source gives out its ids. */
export interface FactName {
  source: string;
  id: string;
}

const factKey = ({ source, id }: FactName) => ({ pk: `FACT#${source}#${id}`, sk: "FACT" });
const PER_PAGE = 200;

/** The log of what was told outside: facts are added, by the time at which they happened, and never taken back. */
export function logStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    /** Adds a fact, or finds it: the first to come is the one that stands. */
    async log(envelope: Envelope): Promise<Logged> {
      const key = factKey(envelope);
      const { time, id } = envelope;
      const item: Logged = { ...key, envelope, gsi1pk: `LOG#${time.slice(0, 10)}`, gsi1sk: `${time}#${id}` };
      try {
        await table.put(item, "absent");
        return item;
      } catch (cause) {
        if (!(cause instanceof ConditionFailed)) throw cause;
        return (await table.get<Logged>(key)) ?? item;
      }
    },

    markSpread: (logged: Logged) => table.put({ ...logged, spread: true }),

    async facts(names: readonly FactName[]): Promise<Envelope[]> {
      return (await table.batchGet<Logged>(names.map(factKey))).map(({ envelope }) => envelope);
    },

    /** One day's facts, page by page in the order of time. @param day `YYYY-MM-DD` in UTC */
    day: (day: string, from: string) =>
      table.pages<Logged>({ pk: `LOG#${day}`, index: "gsi1", from, limit: PER_PAGE }),
  };
}

export type LogStore = ReturnType<typeof logStore>;
