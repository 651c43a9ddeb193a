import { systemClock } from "./clock.ts";
import { sweepOutbox } from "./commit.ts";
import { setting } from "./config.ts";
import { log } from "./log.ts";
import { scheduled } from "./scheduled.ts";
import { openTable } from "./table.ts";

/** The relay of one context: each minute it tells what a function wrote down but did not live to tell. */
export const relay = () =>
  scheduled(async () => {
    const count = await sweepOutbox(openTable(setting("TABLE")), systemClock.now());
    if (count > 0) log.info("outbox.swept", { count });
  });
