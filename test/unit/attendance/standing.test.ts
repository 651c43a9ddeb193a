import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StandingWord, standingWords, type Word } from "../../../functions/attendance/standing.ts";
import type { Upload, UploadStatus } from "../../../functions/attendance/upload.ts";
import { replaceMonth, school, upload, withdrawn, word } from "./uploads.ts";

/** Which uploads' words stand: by placement the upload that spoke last, and those that spoke before. */
const standing = (words: Word[], ...uploads: Upload[]) =>
  Object.fromEntries(
    standingWords(words, uploads).map((one) => [
      one.placementId,
      [one.uploadId, ...one.earlier.map((before) => before.uploadId).toSorted()],
    ]),
  );

describe("the word that stands", () => {
  it("is the latest announced, however late the others are read", () => {
    expect(standing([word(1), word(2)], upload(1), upload(2))).toEqual({ P1: ["U2", "U1"] });
    expect(standing([word(2), word(1)], upload(2), upload(1))).toEqual({ P1: ["U2", "U1"] });
  });

  it("is A's when A came first, was sent again third, and B's worker is late", () => {
    const again = upload(3, { sameAs: 1 });
    expect(standing([word(1)], upload(1), again)).toEqual({ P1: ["U3", "U1"] });
    expect(standing([word(1), word(2)], upload(1), again, upload(2))).toEqual({ P1: ["U3", "U1", "U2"] });
    const [last] = standingWords([word(1), word(2)], [upload(1), upload(2), again]);
    expect(last).toMatchObject({
      days: "days of 1",
      sequence: 1,
      effective: 3,
      announcedAt: again.announcedAt,
    });
  });

  it("keeps the word in time among the earlier ones when the same content is sent again", () => {
    const [last] = standingWords([word(1)], [upload(1), upload(9, { sameAs: 1 })]);
    expect(last?.earlier).toEqual([
      {
        ...word(1),
        uploadId: "U1",
        announcedAt: upload(1).announcedAt,
        late: false,
        effective: 1,
        earlier: [],
        disputed: null,
      },
    ]);
  });

  it("keeps its place in line while just the same is said again, in whatever file", () => {
    const words = [word(1, "P1", "same"), word(2, "P1", "same"), word(3, "P1", "other")];
    const late = { late: true };
    const [repeated] = standingWords(words, [upload(1), upload(2, late)]);
    expect(repeated).toMatchObject({ effective: 2, announcedAt: upload(1).announcedAt, late: false });
    const [corrected] = standingWords(words, [upload(1), upload(2), upload(3, late)]);
    expect(corrected).toMatchObject({ effective: 3, announcedAt: upload(3).announcedAt, late: true });
  });

  it("stands of each placement on its own", () => {
    const words = [word(1, "P1"), word(1, "P2"), word(2, "P2")];
    expect(standing(words, upload(1), upload(2))).toEqual({ P1: ["U1"], P2: ["U2", "U1"] });
  });

  it.each<UploadStatus>(["awaiting", "processing", "rejected"])(
    "is never one of a file that is %s",
    (status) => {
      expect(standing([word(1), word(2)], upload(1), upload(2, { status }))).toEqual({ P1: ["U1"] });
    },
  );

  it("may be one of a file that was accepted in part", () => {
    expect(standing([word(1)], upload(1, { status: "partly-accepted" }))).toEqual({ P1: ["U1"] });
  });

  it("is none where nobody spoke", () => {
    expect(standing([], upload(1))).toEqual({});
    expect(standing([word(1)])).toEqual({});
  });
});

describe("a file that was read again", () => {
  const words = [word(1, "P1", "first reading"), word(1, "P1", "second reading", 2), word(1, "P2", "new", 2)];

  it("says what the reading says that counts, whichever was written last", () => {
    const said = (reading: number) =>
      standingWords(words, [upload(1, { reading })]).map(({ placementId, days }) => [placementId, days]);
    expect(said(1)).toEqual([["P1", "first reading"]]);
    expect(said(2)).toEqual([
      ["P1", "second reading"],
      ["P2", "new"],
    ]);
  });

  it("is followed by those that repeat it, even when it is refused now or was withdrawn", () => {
    const again = upload(3, { sameAs: 1, reading: 0 });
    const [followed] = standingWords(words, [upload(1, { reading: 2, ...withdrawn }), again]);
    expect(followed).toMatchObject({ uploadId: "U3", days: "second reading" });
    expect(standing(words, upload(1, { status: "rejected" }), again)).toEqual({});
  });
});

describe("a withdrawal", () => {
  it("lets the preceding word stand again", () => {
    expect(standing([word(1), word(2)], upload(1), upload(2, withdrawn))).toEqual({ P1: ["U1"] });
    expect(standing([word(1)], upload(1, withdrawn))).toEqual({});
  });

  it("of the first of two equal files leaves the second, and the other way round", () => {
    expect(standing([word(1)], upload(1, withdrawn), upload(3, { sameAs: 1 }))).toEqual({ P1: ["U3"] });
    expect(
      standing([word(1), word(2)], upload(1), upload(2), upload(3, { sameAs: 1, ...withdrawn })),
    ).toEqual({
      P1: ["U2", "U1"],
    });
  });

  it("of a whole month gives back what it took", () => {
    const words = [word(1, "P1"), word(2, "P2")];
    expect(standing(words, upload(1), upload(2, { ...replaceMonth, ...withdrawn }))).toEqual({ P1: ["U1"] });
  });
});

describe("a file that replaces the month", () => {
  it("keeps what was said in time about those it names", () => {
    expect(standing([word(1), word(2)], upload(1), upload(2, replaceMonth))).toEqual({ P1: ["U2", "U1"] });
    const again = upload(2, { ...replaceMonth, sameAs: 1 });
    expect(standing([word(1)], upload(1, replaceMonth), again)).toEqual({ P1: ["U2", "U1"] });
  });

  it("leaves alone whom it names without saying anything that could be accepted", () => {
    const mute = { ...word(2), days: null };
    expect(standing([word(1), mute], upload(1), upload(2, replaceMonth))).toEqual({ P1: ["U1"] });
  });

  it("ends what was said before about those it does not name, even if they are named again", () => {
    const words = [word(1), word(2, "P2"), word(3)];
    expect(standing(words, upload(1), upload(2, replaceMonth), upload(3))).toEqual({
      P1: ["U3"],
      P2: ["U2"],
    });
  });

  it("takes back what it does not name", () => {
    const words = [word(1, "P1"), word(1, "P2"), word(2, "P2")];
    expect(Object.keys(standing(words, upload(1), upload(2, replaceMonth)))).toEqual(["P2"]);
  });

  it("of one school takes nothing back of another's", () => {
    const one = upload(1, { ...school, announcedFor: "S1" });
    const other = upload(2, { ...school, ...replaceMonth, announcedFor: "S2" });
    expect(standing([word(1, "P1"), word(2, "P2")], one, other)).toEqual({ P1: ["U1"], P2: ["U2"] });
    const same = upload(2, { ...school, ...replaceMonth, announcedFor: "S1" });
    expect(standing([word(1, "P1"), word(2, "P2")], one, same)).toEqual({ P2: ["U2"] });
  });

  it("takes nothing back from files announced after it", () => {
    const words = [word(1, "P1"), word(3, "P3")];
    expect(standing(words, upload(1), upload(2, replaceMonth), upload(3))).toEqual({ P3: ["U3"] });
  });

  it("takes back again when it is sent again", () => {
    const words = [word(1, "P1"), word(2, "P2")];
    const uploads = [upload(1, replaceMonth), upload(2), upload(3, { ...replaceMonth, sameAs: 1 })];
    expect(Object.keys(standing(words, ...uploads))).toEqual(["P1"]);
  });

  it.each<UploadStatus>(["awaiting", "processing", "rejected"])(
    "takes nothing back while it is %s",
    (status) => {
      expect(standing([word(1)], upload(1), upload(2, { ...replaceMonth, status }))).toEqual({ P1: ["U1"] });
    },
  );

  it("from a school takes nothing from the enterprise, and the other way round", () => {
    const words = [word(1, "P1"), word(2, "P2")];
    expect(standing(words, upload(1), upload(2, { ...replaceMonth, ...school }))).toEqual({
      P1: ["U1"],
      P2: ["U2"],
    });
    expect(standing(words, upload(1, school), upload(2, replaceMonth))).toEqual({ P1: ["U1"], P2: ["U2"] });
  });
});

describe("a school's word", () => {
  it("counts where no enterprise has spoken", () => {
    expect(standing([word(1)], upload(1, school))).toEqual({ P1: ["U1"] });
  });

  it("never overrides the enterprise's, and is no word of its past", () => {
    expect(standing([word(1), word(2)], upload(1), upload(2, school))).toEqual({ P1: ["U1"] });
    expect(standing([word(1), word(2)], upload(1, school), upload(2))).toEqual({ P1: ["U2"] });
  });

  it("is shown beside the enterprise's where it says otherwise", () => {
    const uploads = [upload(1), upload(2, school)];
    const [disputed] = standingWords([word(1), word(2)], uploads);
    expect(disputed?.disputed).toMatchObject({ uploadId: "U2", days: "days of 2" });
    const [agreed] = standingWords([word(1), word(2, "P1", "days of 1")], uploads);
    expect(agreed?.disputed).toBeNull();
  });

  it("counts again once the enterprise's is withdrawn", () => {
    expect(standing([word(1), word(2)], upload(1, school), upload(2, withdrawn))).toEqual({ P1: ["U1"] });
  });
});

describe("whatever is uploaded", () => {
  const facts = fc.record({
    mode: fc.constantFrom<Upload["mode"]>("merge", "merge", "replace-month"),
    source: fc.constantFrom<Upload["source"]>("enterprise", "enterprise", "school"),
    status: fc.constantFrom<UploadStatus>(
      "accepted",
      "accepted",
      "partly-accepted",
      "rejected",
      "processing",
    ),
    withdrawnAt: fc.constantFrom(null, null, null, withdrawn.withdrawnAt),
    again: fc.boolean(),
    names: fc.uniqueArray(fc.constantFrom("P1", "P2", "P3"), { minLength: 1 }),
  });
  /** A month: uploads in order; one that comes again repeats the nearest earlier original of its own source. */
  const month = fc.array(facts, { maxLength: 7 }).map((list) => {
    const uploads: Upload[] = [];
    const words: Word[] = [];
    list.forEach(({ again, names, ...rest }, index) => {
      const original = uploads.findLast(
        (one) => one.sameAs === null && one.source === rest.source && /accepted/.test(one.status),
      );
      const sameAs = again && original ? original.sequence : null;
      uploads.push(upload(index + 1, { ...rest, sameAs }));
      if (sameAs === null) words.push(...names.map((placementId) => word(index + 1, placementId)));
    });
    return { uploads, words };
  });
  const shuffled = <T>(list: T[]) => fc.shuffledSubarray(list, { minLength: list.length });
  const plain = (found: StandingWord[]) => found.toSorted((a, b) => (a.placementId < b.placementId ? -1 : 1));

  it("any order of words and uploads gives the same answer", () => {
    const orders = month.chain(({ uploads, words }) =>
      fc.tuple(fc.constant({ uploads, words }), shuffled(words), shuffled(uploads)),
    );
    fc.assert(
      fc.property(orders, ([one, words, uploads]) => {
        expect(plain(standingWords(words, uploads))).toEqual(plain(standingWords(one.words, one.uploads)));
      }),
    );
  });

  it("one word stands per placement, from a file that counts, later than all it replaced", () => {
    fc.assert(
      fc.property(month, ({ uploads, words }) => {
        const found = standingWords(words, uploads);
        expect(new Set(found.map(({ placementId }) => placementId)).size).toBe(found.length);
        for (const one of found) {
          const speaker = uploads.find(({ sequence }) => sequence === one.effective);
          expect(speaker?.status).toMatch(/accepted/);
          expect(speaker?.withdrawnAt).toBeNull();
          expect(words).toContainEqual(word(one.sequence, one.placementId));
          expect(one.earlier.every(({ effective }) => effective < one.effective)).toBe(true);
        }
      }),
    );
  });

  it("a file that is refused or withdrawn changes nothing", () => {
    fc.assert(
      fc.property(month, ({ uploads, words }) => {
        const repeated = new Set(uploads.map(({ sameAs }) => sameAs));
        const counted = uploads.filter(
          ({ status, withdrawnAt, sequence }) =>
            (/accepted/.test(status) && withdrawnAt === null) || repeated.has(sequence),
        );
        expect(standingWords(words, uploads)).toEqual(standingWords(words, counted));
      }),
    );
  });
});
