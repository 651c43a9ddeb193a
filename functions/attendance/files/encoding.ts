export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/** So many first bytes tell the encoding of a text and what kind of file it is. */
export const SAMPLE_BYTES = 64 * 1024;

/**
 * The encoding of a text: by its byte order mark; UTF-16 by the zeros of its digits and delimiters; UTF-8 if that is
 * what most of it beyond ASCII can be, so that one damaged sign doesn't spoil the rest; else GB18030.
 * The beginning is enough, because a file that is read has Chinese headings, and no run of them is valid in both.
 * @param sample the first bytes of the file
 */
export function encodingOf(sample: Uint8Array): Encoding {
  const [first, second, third] = sample;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  const { broken, beyondAscii } = asUtf8(sample);
  if (broken === 0 && beyondAscii > 0) return "utf-8";
  return utf16Of(sample) ?? (broken * 2 <= beyondAscii ? "utf-8" : "gb18030");
}

const FEWEST_ZEROS = 0.1;

/** ASCII signs in UTF-16 have a zero as their upper byte: the second one of a pair, or the first. */
function utf16Of(sample: Uint8Array): Encoding | null {
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i & 1] = (zeros[i & 1] as number) + 1;
  const enough = (sample.length / 2) * FEWEST_ZEROS;
  const [upperFirst, upperSecond] = zeros;
  if (upperSecond > enough && upperFirst < upperSecond / 20) return "utf-16le";
  return upperFirst > enough && upperSecond < upperFirst / 20 ? "utf-16be" : null;
}

/** How many signs of the sample can't be UTF-8, and how many beyond ASCII can. */
function asUtf8(sample: Uint8Array): { broken: number; beyondAscii: number } {
  const text = new TextDecoder("utf-8").decode(sample, { stream: true });
  let [beyondAscii, broken] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) broken += 1;
    else if (code > 127) beyondAscii += 1;
  }
  return { broken, beyondAscii };
}

/** Decodes pieces of text; zeros, with which some devices pad their records, are left out. */
export async function* decoded(
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const clean = (text: string) => (text.includes("\0") ? text.replaceAll("\0", "") : text);
  for await (const piece of pieces) yield clean(decoder.decode(piece, { stream: true }));
  yield clean(decoder.decode());
}

/** The beginning of a text, for a look at what it is. */
export const beginningOf = (sample: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(sample, { stream: true }).replaceAll("\0", "");
