import { AsyncLocalStorage } from "node:async_hooks";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { log } from "./log.ts";

/** What calls to DynamoDB have consumed, in the units that AWS bills: of reading, and of writing. */
interface Capacity {
  readUnits: number;
  writeUnits: number;
}

const storage = new AsyncLocalStorage<Capacity>();

/**
 * Runs the work and logs what its calls have consumed and how long it took, in one line under its correlation id, so
 * that the lines of one id add up to what a file or a call has cost.
 */
export async function metered<T>(work: () => Promise<T>): Promise<T> {
  const capacity: Capacity = { readUnits: 0, writeUnits: 0 };
  const began = performance.now();
  try {
    return await storage.run(capacity, work);
  } finally {
    const { readUnits, writeUnits } = capacity;
    const ms = Math.round(performance.now() - began);
    if (readUnits + writeUnits > 0) log.info("capacity", { readUnits, writeUnits, ms });
  }
}

type Consumed = { CapacityUnits?: number | undefined };

const READS: ReadonlySet<string> = new Set(["GetItemCommand", "BatchGetItemCommand", "QueryCommand"]);

/**
 * Has every answer to the client say what it consumed, and adds it up where the call was made. A write whose condition
 * fails is billed too, but its answer says nothing: it counts as one unit, the least that it can be.
 */
export function meter(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const capacity = storage.getStore();
        const spend = (units: number): void => {
          if (capacity) capacity[READS.has(commandName) ? "readUnits" : "writeUnits"] += units;
        };
        const input = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
        try {
          const answer = await next({ ...args, input } as typeof args);
          spend(unitsOf((answer.output as { ConsumedCapacity?: Consumed | Consumed[] }).ConsumedCapacity));
          return answer;
        } catch (cause) {
          if (cause instanceof Error && cause.name === "ConditionalCheckFailedException") spend(1);
          throw cause;
        }
      },
    { step: "initialize", name: "meter" },
  );
}

const unitsOf = (consumed: Consumed | Consumed[] = []): number =>
  [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
