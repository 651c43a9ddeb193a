import { Transform } from "node:stream";
import * as zlib from "node:zlib";

/**
 * Compression in this thread: what another thread does is waited for by the machine's clock, which takes longer than
 * the small files of a city, and no seed decides when it ends.
 */
export const compressionInHere = {
  ...zlib,
  createGzip: (options: zlib.ZlibOptions) => atOnce((bytes) => zlib.gzipSync(bytes, options)),
  createGunzip: () => atOnce((bytes) => zlib.gunzipSync(bytes)),
  createDeflateRaw: (options: zlib.ZlibOptions) => atOnce((bytes) => zlib.deflateRawSync(bytes, options)),
  createInflateRaw: () => atOnce((bytes) => zlib.inflateRawSync(bytes)),
};

function atOnce(convert: (bytes: Buffer) => Buffer): Transform {
  const pieces: Buffer[] = [];
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
    flush(done) {
      try {
        done(null, convert(Buffer.concat(pieces)));
      } catch (cause) {
        done(cause as Error);
      }
    },
  });
}
