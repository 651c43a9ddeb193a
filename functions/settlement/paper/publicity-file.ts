/** The list of the publicity as data, the one file of a month that is for everybody. */
export const PUBLICITY_FILE = "publicity.csv";
