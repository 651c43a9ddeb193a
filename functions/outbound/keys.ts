/** Where subscriptions stand in the table, so that they are found by name, by type and by host. */
export const subscriptionKey = (id: string) => ({ pk: `SUBSCRIPTION#${id}`, sk: "SUBSCRIPTION" });

export const typeKey = (type: string): string => `TYPE#${type}`;

/** A host's circuit and its subscriptions. */
export const hostKey = (host: string): string => `HOST#${host}`;

/** What waits for a subscription and what was parked, with how it stands. */
export const backlogKey = (subscriptionId: string): string => `BACKLOG#${subscriptionId}`;

export const replayKey = (id: string) => ({ pk: backlogKey(id), sk: "REPLAY" });
