/**
 * Text from bytes. Where nothing is known of their encoding: UTF-8 if they can be, else GB18030. Without byte order mark.
 * @param charset as a media type declares it; the names of GB18030's ancestors mean it, any other is no help
 */
export function decodeText(bytes: Uint8Array, charset = ""): string {
  if (/^(gb18030|gbk|gb2312)$/i.test(charset)) return decoder.decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decoder.decode(bytes);
  }
}

/**
 * Encodes text as GB18030 (2005), which has a code for every character; half a surrogate pair becomes `?`. The
 * platform only decodes it, so the table is the decoder's own, turned round: all two-byte codes, and those four-byte
 * codes that lie in the basic plane. Beyond it codes are counted through.
 */
export function encodeGb18030(text: string): Uint8Array<ArrayBuffer> {
  const codes = table();
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point > 0xffff) bytes.push(...codeBeyond(point));
    else bytes.push(...(codes.get(char) ?? UNKNOWN));
  }
  return Uint8Array.from(bytes);
}

const UNKNOWN = [0x3f];

/** Beyond the basic plane the four-byte codes follow each other from 0x90308130 on. */
function codeBeyond(point: number): number[] {
  const place = point - 0x10000;
  return [
    0x90 + Math.floor(place / 12_600),
    0x30 + (Math.floor(place / 1_260) % 10),
    0x81 + (Math.floor(place / 10) % 126),
    0x30 + (place % 10),
  ];
}

let known: Map<string, number[]> | undefined;

function table(): Map<string, number[]> {
  if (known) return known;
  known = new Map();
  for (const code of [...twoByteCodes(), ...fourByteCodes()]) {
    const char = decoder.decode(Uint8Array.from(code));
    if (char !== "\uFFFD" && [...char].length === 1 && !known.has(char)) known.set(char, code);
  }
  return known;
}

const decoder = new TextDecoder("gb18030");

function* twoByteCodes(): Generator<number[]> {
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) if (second !== 0x7f) yield [first, second];
  }
}

function* fourByteCodes(): Generator<number[]> {
  for (let first = 0x81; first <= 0x84; first++) {
    for (let second = 0x30; second <= 0x39; second++) {
      for (let third = 0x81; third <= 0xfe; third++) {
        for (let fourth = 0x30; fourth <= 0x39; fourth++) yield [first, second, third, fourth];
      }
    }
  }
}
