/** When a figure of a month stands out so far that whoever approves has to be told. */
export interface Thresholds {
  /** 文号 of the document that sets them, or 待确认. */
  documentNo: string;
  /** How far the month's amount, enterprises and lines may be from the month before, in percent of it. */
  totalPercent: number;
  enterprisesPercent: number;
  linesPercent: number;
  /** How much one enterprise's amount may change, in fen. */
  enterpriseChangeFen: number;
  /** How many may be new, paid to another account than last time, held, or objected to. */
  newEnterprises: number;
  changedAccounts: number;
  heldEnterprises: number;
  openObjections: number;
  /** 0: as shipped. */
  version: number;
}

/** As shipped; an officer sets what the bureau has confirmed. */
export const UNCONFIRMED_THRESHOLDS: Thresholds = {
  documentNo: "待确认",
  totalPercent: 20,
  enterprisesPercent: 20,
  linesPercent: 20,
  enterpriseChangeFen: 10_000_000,
  newEnterprises: 10,
  changedAccounts: 0,
  heldEnterprises: 0,
  openObjections: 0,
  version: 0,
};
