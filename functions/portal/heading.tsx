import { Both } from "./document.tsx";
import type { Words } from "./words.ts";

/** The head of a table's column, the English under the Chinese. */
export const Heading = ({ zh, en, number }: Words & { number?: boolean }) => (
  <th scope="col" class={number ? "number" : undefined}>
    <Both zh={zh} en={en} />
  </th>
);
