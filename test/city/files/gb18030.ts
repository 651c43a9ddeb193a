/**
 * Encodes text as GB18030. The platform only decodes it, so the table is the decoder's own, turned round: all
 * two-byte codes, and those four-byte codes that lie in the basic plane.
 * @throws RangeError when a character has no code in the table
 */
export function encodeGb18030(text: string): Uint8Array {
  const codes = table();
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    if (point < 0x80) {
      bytes.push(point);
      continue;
    }
    const code = codes.get(char);
    if (!code) throw new RangeError(`No GB18030 code for ${char}`);
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
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
